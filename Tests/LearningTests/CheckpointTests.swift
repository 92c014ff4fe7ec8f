import Archive
import Foundation
import TensorCore
import Testing

@testable import Learning

@Suite struct CheckpointTests {
  let shape = ImageShape(channels: 1, height: 8, width: 8)

  @Test(arguments: ["mlp", "convnet", "resnet20"]) func roundTripThroughAFile(_ name: String) throws {
    let family = ModelTests.families.first { $0.name == name }!
    let network = try makeNetwork(family)
    let images = try makeSplit(4).whole().wholeBatch().images
    _ = network.forward(images, mode: .train)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-checkpoint-\(UUID()).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    try network.checkpoint(cellID: "train-1").write(to: file)
    let read = try Checkpoint(reading: file)
    #expect(read.cellID == "train-1")
    let loaded = try Network.load(read, input: shape, architectures: ModelTests.families, source: file.path)
    #expect(bits(loaded) == bits(network))
    #expect(
      loaded.forward(images, mode: .evaluate).logits.floats == network.forward(images, mode: .evaluate).logits.floats)
  }

  @Test func otherArchitecturesAreNamed() throws {
    let checkpoint = try makeNetwork(MLP.self).checkpoint()
    let network = try makeNetwork(ConvNet.self)
    let before = bits(network)
    #expect(throws: LearningError.otherArchitecture(source: "a.h5", expected: "convnet", found: "mlp")) {
      try network.load(checkpoint, source: "a.h5")
    }
    #expect(bits(network) == before)
    #expect(throws: LearningError.unknownArchitecture(source: "a.h5", found: "mlp", known: ["convnet"])) {
      try Network.load(checkpoint, input: shape, architectures: [ConvNet.self], source: "a.h5")
    }
  }

  @Test func otherClassCountsAreNamed() throws {
    let checkpoint = try makeNetwork(MLP.self, classCount: 5).checkpoint()
    #expect(throws: LearningError.otherClassCount(source: "a.h5", expected: 4, found: 5)) {
      try makeNetwork(MLP.self).load(checkpoint, source: "a.h5")
    }
  }

  @Test func damagedStateDictsChangeNothing() throws {
    let network = try makeNetwork(ResNet20.self)
    let before = bits(network)
    func expect(_ expected: LearningError, _ damage: (inout StateDict) -> Void) {
      var state = network.stateDict()
      // Something valid comes first, which must not be loaded either.
      state["conv1.weight"] = StateArray([Float](repeating: 9, count: 144), shape: [16, 1, 3, 3])
      damage(&state)
      #expect(throws: expected) { try network.load(state, source: "a.h5") }
      #expect(bits(network) == before)
    }
    expect(.missingTensors(source: "a.h5", architecture: "resnet20", names: ["bn1.bias", "fc.weight"])) {
      $0["fc.weight"] = nil
      $0["bn1.bias"] = nil
    }
    expect(.unexpectedTensors(source: "a.h5", architecture: "resnet20", names: ["fc2.weight"])) {
      $0["fc2.weight"] = StateArray([1], shape: [1])
    }
    expect(.wrongShape(source: "a.h5", name: "fc.weight", expected: [4, 64], found: [64, 4])) {
      $0["fc.weight"] = StateArray([Float](repeating: 0, count: 256), shape: [64, 4])
    }
    expect(.wrongType(source: "a.h5", name: "bn1.weight", expected: "float32", found: "int64 [16]")) {
      $0["bn1.weight"] = StateArray(integers: [Int64](repeating: 0, count: 16), shape: [16])
    }
    expect(.wrongType(source: "a.h5", name: "bn1.num_batches_tracked", expected: "one int64", found: "float32 []")) {
      $0["bn1.num_batches_tracked"] = StateArray([0], shape: [])
    }
    expect(.nonFiniteTensor(source: "a.h5", name: "fc.bias")) {
      $0["fc.bias"] = StateArray([0, .nan, 0, 0], shape: [4])
    }
  }

  @Test func anotherImageSizeIsAWrongShape() throws {
    let checkpoint = try makeNetwork(ConvNet.self).checkpoint()
    let larger = ImageShape(channels: 1, height: 12, width: 12)
    #expect(
      throws: LearningError.wrongShape(source: "a.h5", name: "fc1.weight", expected: [128, 576], found: [128, 256])
    ) {
      try Network.load(checkpoint, input: larger, architectures: [ConvNet.self], source: "a.h5")
    }
  }

  @Test func predictionsDoNotDependOnTheBatchSize() throws {
    let network = try makeNetwork(ConvNet.self)
    let subset = try makeSplit(10).whole()
    let one = network.predict(subset, batchSize: 10), three = network.predict(subset, batchSize: 3)
    #expect(one.logits.shape == [10, 4])
    #expect(largestDifference(one.logits.doubles, three.logits.doubles) < 1e-6)
    #expect(one.labels == subset.labels)
    #expect(!one.logits.isTracked)
    let correct = zip(one.logits.argmaxRows(), subset.labels).count { $0 == $1 }
    #expect(network.accuracy(on: subset) == Double(correct) / 10)
    #expect(network.predict(subset.prefix(0)).logits.shape == [0, 4])
    #expect(network.accuracy(on: subset.prefix(0)) == nil)
  }
}
