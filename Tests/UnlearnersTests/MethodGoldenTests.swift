import Archive
import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

/// The twin of `Tiny` in make_method_goldens.py.
private enum Tiny: Architecture {
  static let name = "tiny"

  static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    let trunk = Sequential([
      make.convolution("conv1", from: 1, to: 6, size: 3, padding: 1, bias: false), make.batchNorm("bn1", channels: 6),
      ReLU(),
      make.convolution("conv2", from: 6, to: 8, size: 3, stride: 2, padding: 1, bias: false),
      make.batchNorm("bn2", channels: 8), ReLU(), GlobalAveragePool(),
    ])
    return NetworkBody(trunk: trunk, head: make.linear("fc", from: 8, to: make.classCount))
  }
}

/// Five methods against their authors' rules run by PyTorch in double (Tests/Golden/make_method_goldens.py): the same
/// weights, batches and order, several epochs.
@Suite struct MethodGoldenTests {
  let root: HDF5Group
  let task: UnlearningTask

  init() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden")
    let root = try HDF5File(reading: folder.appending(path: "methods.h5")).root
    let shape = ImageShape(channels: 1, height: 6, width: 6)
    func network(_ group: String) throws -> Network {
      let network = try Tiny.build(
        input: shape, classCount: 4, normalisation: .identity(channels: 1), random: RandomStream(seed: 1))
      try network.load(Self.state(root.group(group), like: network), source: "methods.h5")
      return network
    }
    func split(_ name: String) throws -> ImageSplit {
      try ImageSplit(
        name: name, shape: shape, pixels: root.dataset("images").read(as: UInt8.self),
        labels: root.dataset("labels").read(as: Int64.self).map { Int32($0) }, classCount: 4)
    }
    let dataset = try ImageDataset(
      name: "golden", classes: ["a", "b", "c", "d"], normalisation: .identity(channels: 1), train: split("train"),
      test: split("test"), digest: "golden")
    let parts = try dataset.train.whole().partition(.classes([0]), classCount: 4, random: RandomStream(seed: 4))
    var recipe = TrainingRecipe()
    recipe.batchSize = 5
    let stranger = try network("stranger")
    task = try UnlearningTask(
      dataset: dataset, original: network("original"), initial: { _ in stranger }, retain: parts.retain,
      forget: parts.forget, test: dataset.test.whole(), forgetClasses: [0], recipe: recipe,
      random: RandomStream(seed: 5))
    self.root = root
  }

  /// A state dict of float32 from a group.
  static func state(_ group: HDF5Group, like network: Network) throws -> StateDict {
    var state = StateDict()
    for entry in network.stateDict() {
      let dataset = try group.dataset(entry.name)
      state[entry.name] =
        entry.array.floats == nil
        ? StateArray(integers: try dataset.read(as: Int64.self), shape: [])
        : StateArray(try dataset.read(as: Float.self), shape: entry.array.shape)
    }
    return state
  }

  /// How far a result is from the truth, as a fraction of how far the truth is from where both began; parameters and
  /// running statistics.
  func distance(_ network: Network, from name: String) throws -> (parameters: Double, statistics: Double) {
    let truth = try root.group(name)
    let (found, start) = (network.stateDict(), task.original.stateDict())
    var error = (parameters: 0.0, statistics: 0.0), moved = error
    for entry in found {
      guard let values = entry.array.floats, let before = start[entry.name]?.floats else { continue }
      let wanted = try truth.dataset(entry.name).read(as: Double.self)
      #expect(wanted.count == values.count, "\(entry.name)")
      let isStatistic = entry.name.contains("running")
      for index in wanted.indices {
        let missed = Double(values[index]) - wanted[index], went = wanted[index] - Double(before[index])
        if isStatistic {
          error.statistics += missed * missed
          moved.statistics += went * went
        } else {
          error.parameters += missed * missed
          moved.parameters += went * went
        }
      }
    }
    return (
      (error.parameters / moved.parameters).squareRoot(), (error.statistics / moved.statistics).squareRoot()
    )
  }

  /// Float32 against double over 8 to 24 steps: rounding grows from 1e-7 to this.
  static let tolerance = 1e-4

  func agree(_ method: some Unlearner, _ name: String) throws {
    let result = try method.unlearn(task)
    let found = try distance(result.network, from: name)
    #expect(found.parameters < Self.tolerance, "\(name): parameters")
    #expect(found.statistics < Self.tolerance, "\(name): running statistics")
  }

  @Test func salunIsTheReleased() throws {
    var options = SalUn.Options()
    options.update = UpdateOptions(epochs: 2, learningRate: 0.05, weightDecay: 5e-3)
    try agree(SalUn(options: options), "salun")
    options.maskedWeights = .leaking
    try agree(SalUn(options: options), "salun-leaking")
    // The two are told apart by this test.
    #expect(try distance(SalUn(options: options).unlearn(task).network, from: "salun").parameters > 1e-3)
  }

  @Test func l1SparseIsTheReleased() throws {
    var options = L1Sparse.Options()
    options.alpha = 2e-3
    options.update = UpdateOptions(epochs: 3, learningRate: 0.05)
    try agree(L1Sparse(options: options), "l1-sparse")
  }

  @Test func scrubIsTheReleased() throws {
    var options = Scrub.Options()
    options.alpha = 0.3
    options.gamma = 0.9
    options.temperature = 2
    options.forgetBatchSize = 4
    options.update = UpdateOptions(epochs: 3, learningRate: 0.05, milestones: [2])
    try agree(Scrub(options: options), "scrub")
  }

  @Test func badTeacherIsTheReleased() throws {
    var options = BadTeacher.Options()
    options.temperature = 2
    options.update = UpdateOptions(epochs: 2, learningRate: 1e-2, optimizer: .adam, weightDecay: 0)
    try agree(BadTeacher(options: options), "bad-teacher")
  }

  @Test func ssdIsTheReleased() throws {
    var options = SelectiveSynapticDampening.Options()
    options.alpha = 1.5
    options.lambda = 0.4
    options.batchSize = 5
    try agreeWithoutTraining(SelectiveSynapticDampening(options: options), "ssd", selected: 161)
    options.importance = .lossFree
    options.alpha = 1.1
    options.lambda = 0.7
    try agreeWithoutTraining(SelectiveSynapticDampening(options: options), "ssd-loss-free", selected: 181)
    // Other batches square to something else.
    options.order = .shuffled
    let other = try SelectiveSynapticDampening(options: options).unlearn(task).network
    #expect(try distance(other, from: "ssd-loss-free").parameters > 1e-3)
  }

  /// Nothing is trained: the running statistics are the original's. `selected` is printed by the script.
  func agreeWithoutTraining(_ method: SelectiveSynapticDampening, _ name: String, selected: Int) throws {
    let result = try method.unlearn(task)
    #expect(try distance(result.network, from: name).parameters < Self.tolerance, "\(name)")
    #expect(result.diagnostic("dampened") == Double(selected) / Double(task.original.parameterCount))
    let (after, before) = (bits(result.network), bits(task.original))
    for statistic in before.keys where statistic.contains("running") { #expect(after[statistic] == before[statistic]) }
  }
}
