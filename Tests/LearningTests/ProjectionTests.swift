import Archive
import Foundation
import TensorCore
import Testing

@testable import Learning

/// A linear classifier of pixels, whose features are flattened maps.
private enum Pixels: Architecture {
  static let name = "pixels"

  static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    NetworkBody(
      trunk: Flatten(), head: make.linear("fc", from: make.input.count, to: make.classCount, flattened: make.input),
      flattenedMaps: make.input)
  }
}

@Suite struct ProjectionTests {
  let shape = ImageShape(channels: 2, height: 2, width: 3)

  func matrix(_ size: Int, seed: UInt64) -> Tensor {
    var random = RandomStream(seed: seed)
    return Tensor.normal([size, size], random: &random)
  }

  @Test func actsBetweenTrunkAndHeadAndAddsUp() throws {
    let network = try makeNetwork(MLP.self)
    let images = try makeSplit(3).whole().wholeBatch().images
    let (first, second) = (matrix(128, seed: 1), matrix(128, seed: 2))
    let plain = network.forward(images, mode: .evaluate)
    network.project(features: first)
    let once = network.forward(images, mode: .evaluate)
    #expect(once.features.floats == matmul(plain.features, first).floats)
    #expect(once.logits.floats == network.head(matmul(plain.features, first)).floats)
    // The second comes after the first: f·A·B, not f·B·A.
    network.project(features: second)
    let twice = network.forward(images, mode: .evaluate).features
    #expect(largestDifference(twice.doubles, matmul(once.features, second).doubles) < 1e-3)
    #expect(largestDifference(twice.doubles, matmul(matmul(plain.features, second), first).doubles) > 1)
  }

  @Test func isPartOfTheState() throws {
    let network = try makeNetwork(MLP.self)
    network.project(features: matrix(128, seed: 1))
    #expect(network.stateDict().names.last == "feature_projection")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-projection-\(UUID()).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    try network.checkpoint().write(to: file)
    let loaded = try Network.load(
      Checkpoint(reading: file), input: network.inputShape, architectures: [MLP.self], source: file.path)
    #expect(bits(loaded) == bits(network) && bits(network.copy()) == bits(network))
    #expect(bits(network.widened(to: 6, random: RandomStream(seed: 1)).narrowed(to: 4)) == bits(network))
    #expect(network.reinitialised(random: RandomStream(seed: 1)).featureProjection == nil)
    // A copy shares no memory, and a state without one takes it away.
    let copy = network.copy()
    network.project(features: matrix(128, seed: 2))
    #expect(bits(copy) == bits(loaded))
    try network.load(makeNetwork(MLP.self).stateDict(), source: "plain")
    let plain = try makeNetwork(MLP.self)
    #expect(network.featureProjection == nil && bits(network) == bits(plain))
    copy.project(features: Tensor.full([128, 128], value: .infinity))
    #expect(copy.firstNonFiniteTensor == "feature_projection")
  }

  @Test func wrongShapesChangeNothing() throws {
    let network = try makeNetwork(MLP.self, seed: 1), other = try makeNetwork(MLP.self)
    let before = bits(network)
    var entries = other.stateDict().map { (name: $0.name, array: $0.array) }
    entries.append(("feature_projection", StateArray([0, 0, 0, 0], shape: [2, 2])))
    #expect(
      throws: LearningError.wrongShape(source: "x", name: "feature_projection", expected: [128, 128], found: [2, 2])
    ) { try network.load(StateDict(entries), source: "x") }
    #expect(bits(network) == before)
  }

  /// On disk the features stand in PyTorch's order, and the projection is a linear layer's weight: f′ = P·f.
  @Test func followsTheFeaturesOrderOnDisk() throws {
    let network = try Pixels.build(
      input: shape, classCount: 4, normalisation: .identity(channels: 2), random: RandomStream(seed: 1))
    let matrix = matrix(12, seed: 3)
    let plain = try network.features(makeSplit(5, shape: shape).whole().wholeBatch().images, mode: .evaluate)
    network.project(features: matrix)
    let stored = Tensor(network.stateDict()["feature_projection"]!.floats!, shape: [12, 12])
    let onDisk = matmul(network.diskLayout(ofFeatures: plain), stored, transposeB: true)
    let expected = network.diskLayout(ofFeatures: matmul(plain, matrix))
    #expect(largestDifference(onDisk.doubles, expected.doubles) < 1e-5)
    let twin = network.emptyTwin()
    try twin.load(network.stateDict(), source: "twin")
    #expect(twin.featureProjection!.floats == matrix.floats)
  }
}
