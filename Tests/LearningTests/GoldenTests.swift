import Archive
import Foundation
import TensorCore
import Testing

@testable import Learning

/// Against PyTorch in float64 (Tests/Golden/make_goldens.py). Every error is relative to that truth, and bounded by a
/// multiple of the error that PyTorch's own float32 makes on the same numbers.
@Suite(.serialized) struct GoldenTests {
  static let families: [any Architecture.Type] = [ConvNet.self, ResNet20.self, ResNet18.self]
  /// How much larger than PyTorch's an error may be, tensor by tensor.
  static let factor = 4.0
  /// What is added to that: a few roundings of float32 at first, and what five steps make of them.
  static let floor = 1e-6, floorAfterSteps = 1e-5

  struct Case {
    let file: HDF5File
    let group: HDF5Group
    let network: Network
    let batch: Batch

    /// `group` says which pixels were drawn, `input` names the attribute with their size and number.
    init(_ family: any Architecture.Type, group path: String?, input: String) throws {
      file = try HDF5File(reading: goldenFolder.appendingPathComponent("\(family.name).h5"))
      if let path { group = try file.root.group(path) } else { group = file.root }
      let input = try file.root.numbers(input).map { Int($0) }
      let shape = ImageShape(channels: Int(try file.root.integer("channels")), height: input[0], width: input[0])
      network = try family.build(
        input: shape, classCount: GoldenData.classCount,
        normalisation: GoldenData.normalisation(channels: shape.channels), random: RandomStream(seed: 1))
      try network.load(GoldenData.state(like: network.stateDict()), source: "golden formula")
      batch = try GoldenData.batch(input[1], shape, trial: Int(group.integer("trial")))
    }
  }

  /// The largest error, and PyTorch's on the same tensor.
  struct Tally {
    var largest = (ours: 0.0, torch: 0.0, name: "")
    var floor = GoldenTests.floor

    mutating func compare(_ name: String, _ ours: Double, torch: Double) {
      if ours > largest.ours { largest = (ours, torch, name) }
      #expect(ours <= GoldenTests.factor * torch + floor, "\(name): \(ours), torch \(torch)")
    }

    func printed(_ what: String) {
      let (ours, torch, name) = largest
      print(
        "golden \(what): largest error \(String(format: "%.1e", ours)), torch float32 "
          + "\(String(format: "%.1e", torch)) (\(name))")
    }
  }

  @Test(arguments: 0..<3) func logitsLossAndGradients(_ position: Int) throws {
    let golden = try Case(Self.families[position], group: nil, input: "gradient_input")
    let network = golden.network, root = golden.group
    var forward = Tally()
    func compare(_ name: String, _ found: Tensor) throws {
      let dataset = try root.dataset(name)
      #expect(dataset.shape == found.shape.dimensions)
      let torch = try #require(try dataset.attribute("torch_error").number)
      forward.compare(name, relativeError(found.doubles, try dataset.read(as: Double.self)), torch: torch)
    }
    try compare("logits_evaluate", network.forward(golden.batch.images, mode: .evaluate).logits)
    let logits = network.forward(golden.batch.images, mode: .train).logits
    let loss = meanCrossEntropy(logits, labels: golden.batch.labels)
    try compare("logits_train", logits)
    try compare("loss", loss)
    forward.printed("\(network.architecture) forward")

    let found = gradients(of: loss, withRespectTo: network.parameters.map(\.tensor))
    let group = try root.group("gradients")
    #expect(try group.names == network.parameters.map(\.name))
    var tally = Tally()
    for (parameter, gradient) in zip(network.parameters, found) {
      let truth = try group.group(parameter.name)
      let torch = try #require(try truth.attribute("torch_error").number)
      let error = try self.error(parameter.diskLayout(of: gradient), truth)
      tally.compare(parameter.name, error, torch: torch)
    }
    tally.printed("\(network.architecture) gradients")
  }

  /// The error of a gradient in disk layout: of the whole array, or the largest of what samples, norm and the mean
  /// square of projections say about it.
  func error(_ gradient: Tensor, _ truth: HDF5Group) throws -> Double {
    if let whole = try truth.datasetIfPresent("whole") {
      #expect(whole.shape == gradient.shape.dimensions)
      return relativeError(gradient.doubles, try whole.read(as: Float.self).map { Double($0) })
    }
    let norm = try #require(try truth.attribute("norm").number)
    let samples = try truth.dataset("samples").read(as: Double.self)
    var worst = relativeError(sampled(gradient.floats, samples.count), samples)
    worst = max(worst, abs(dot(gradient, gradient).item().squareRoot() - norm) / norm)
    let projections = try truth.dataset("projections").read(as: Double.self)
    let missed = projections.enumerated().map { k, projection in
      let direction = Tensor(
        GoldenData.tiled(offset: 1009 * (k + 1), count: gradient.count), shape: gradient.shape)
      return dot(gradient, direction).item() - projection
    }
    // A direction's entries have mean square 1/3.
    let meanSquare = missed.reduce(0) { $0 + $1 * $1 } / Double(projections.count)
    worst = max(worst, (3 * meanSquare).squareRoot() / norm)
    return worst
  }

  static let optimizers: [(name: String, make: @Sendable ([Parameter]) -> any Optimizer, learningRate: Double)] = [
    ("sgd", { SGD($0, momentum: 0.9, weightDecay: 5e-4, nesterov: true) }, 0.02),
    ("adam", { Adam($0, epsilon: 1e-3, weightDecay: 1e-2) }, 1e-3),
    ("adamw", { Adam($0, epsilon: 1e-3, weightDecay: 1e-2, decoupled: true) }, 1e-3),
  ]

  @Test(arguments: 0..<3, 0..<3) func fiveSteps(_ position: Int, _ choice: Int) throws {
    let (name, make, learningRate) = Self.optimizers[choice]
    let golden = try Case(Self.families[position], group: "steps/\(name)", input: "step_input")
    let network = golden.network, group = golden.group
    let optimizer = make(network.parameters)
    let before = network.parameters.map { $0.tensor.copy() }
    var losses: [Double] = []
    for step in 0...5 {
      let logits = network.forward(golden.batch.images, mode: .train).logits
      let loss = meanCrossEntropy(logits, labels: golden.batch.labels)
      losses.append(loss.item())
      guard step < 5 else { break }
      let found = gradients(of: loss, withRespectTo: network.parameters.map(\.tensor))
      optimizer.step(gradients: found, learningRate: learningRate)
    }
    let truth = try group.dataset("loss").read(as: Double.self)
    let torch = try group.dataset("torch_loss").read(as: Double.self)
    var tally = Tally(floor: Self.floorAfterSteps)
    tally.compare("loss", relativeError(losses, truth), torch: relativeError(torch, truth))
    let moved = zip(network.parameters, before).map { parameter, start in
      (parameter.name, parameter.diskLayout(of: parameter.tensor.detached() - start))
    }
    try compare(moved, group.group("moved"), &tally)
    if let buffers = try group.groupIfPresent("buffers") {
      let found = network.buffers.filter { $0.counter == nil }.map { ($0.name, $0.tensor) }
      try compare(found, buffers, &tally)
    }
    tally.printed("\(network.architecture) \(name)")
  }

  /// Samples and norm of each tensor, tensor by tensor.
  func compare(_ found: [(name: String, tensor: Tensor)], _ truth: HDF5Group, _ tally: inout Tally) throws {
    let counts = try truth.numbers("sample_counts").map { Int($0) }
    let torch = try truth.numbers("torch_errors"), norms = try truth.numbers("norms")
    let samples = try truth.dataset("samples").read(as: Double.self)
    try #require(counts.count == found.count && counts.reduce(0, +) == samples.count)
    var start = 0
    for (position, entry) in found.enumerated() {
      let expected = Array(samples[start..<start + counts[position]])
      start += counts[position]
      let error = relativeError(sampled(entry.tensor.floats, 64), expected)
      tally.compare(entry.name, error, torch: torch[position])
      let norm = dot(entry.tensor, entry.tensor).item().squareRoot()
      tally.compare("norm of \(entry.name)", abs(norm - norms[position]) / norms[position], torch: torch[position])
    }
  }
}
