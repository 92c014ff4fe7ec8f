import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

/// What CF-k and EU-k share: which blocks there are, and that frozen ones stay.
@Suite struct LastBlockTests {
  @Test func blocksFollowTheNames() throws {
    func names(_ family: any Architecture.Type) throws -> [String] {
      let shape = ImageShape(channels: 1, height: 16, width: 16)
      return NetworkBlocks(
        try family.build(
          input: shape, classCount: 4, normalisation: .identity(channels: 1), random: RandomStream(seed: 1))
      ).trunk.map(\.name)
    }
    #expect(try names(MLP.self) == ["fc1", "fc2"])
    #expect(try names(ConvNet.self) == ["conv1", "conv2", "conv3", "fc1"])
    #expect(try names(ConvNet64.self) == (0..<8).map { "conv\($0)" })
    #expect(try names(ResNet20.self) == ["conv1", "layer1", "layer2", "layer3"])
    #expect(try names(ResNet18.self) == ["conv1", "layer1", "layer2", "layer3", "layer4"])
  }

  @Test func normalisationBelongsToItsConvolution() throws {
    let network = try makeNetwork(ResNet20.self)
    let blocks = NetworkBlocks(network)
    #expect(blocks.trunk[0].parameters.map(\.name) == ["conv1.weight", "bn1.weight", "bn1.bias"])
    #expect(
      blocks.trunk[0].buffers.map(\.name) == ["bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked"])
    #expect(blocks.head.map(\.name) == ["fc.weight", "fc.bias"])
    let all = blocks.trunk.flatMap(\.parameters) + blocks.head
    #expect(all.map(\.name) == network.parameters.map(\.name))
    #expect(blocks.trunk.flatMap(\.buffers).map(\.name) == network.buffers.map(\.name))
  }

  @Test func tooManyBlocksAreAnError() throws {
    var options = CatastrophicForgettingK.Options()
    options.k = 3
    let task = try makeTask()
    #expect(
      throws: UnlearningError.tooFewBlocks(method: "cf-k", asked: 3, architecture: "mlp", blocks: ["fc1", "fc2"])
    ) { try CatastrophicForgettingK(options: options).unlearn(task) }
    var other = ExactUnlearningK.Options()
    other.k = 9
    #expect(throws: UnlearningError.self) { try ExactUnlearningK(options: other).unlearn(task) }
  }

  /// The names whose bits differ.
  func changed(_ network: Network, _ original: Network) -> Set<String> {
    let (after, before) = (bits(network), bits(original))
    return Set(before.keys.filter { before[$0] != after[$0] })
  }

  /// With momentum, and a weight decay that would move anything it reaches.
  let harsh: UpdateOptions = UpdateOptions(epochs: 2, learningRate: 0.05, weightDecay: 0.1)

  @Test func frozenPartsKeepEveryBit() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    let trained = Set(bits(task.original).keys.filter { $0.hasPrefix("layer3") })
    var options = CatastrophicForgettingK.Options()
    options.update = harsh
    let network = try CatastrophicForgettingK(options: options).unlearn(task).network
    #expect(changed(network, task.original) == trained.union(["fc.weight", "fc.bias"]))
    #expect(network.buffers.allSatisfy { !$0.isFrozen }, "the result can be trained")
    options.head = .frozen
    #expect(
      changed(try CatastrophicForgettingK(options: options).unlearn(task).network, task.original) == trained)

    var exact = ExactUnlearningK.Options()
    exact.update = harsh
    #expect(
      changed(try ExactUnlearningK(options: exact).unlearn(task).network, task.original)
        == trained.union(["fc.weight", "fc.bias"]))
    exact.head = .frozen
    #expect(changed(try ExactUnlearningK(options: exact).unlearn(task).network, task.original) == trained)
  }

  @Test func releasedCodeMovesFrozenStatistics() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    var options = CatastrophicForgettingK.Options()
    options.update = harsh
    options.frozenBatchNorm = .train
    let moved = changed(try CatastrophicForgettingK(options: options).unlearn(task).network, task.original)
    let expected = bits(task.original).keys.filter {
      $0.hasPrefix("layer3") || $0.hasPrefix("fc.") || $0.hasSuffix("running_mean") || $0.hasSuffix("running_var")
    }
    #expect(moved == Set(expected))
  }

  @Test func evaluateModeMovesNoStatisticsAtAll() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    var options = CatastrophicForgettingK.Options()
    options.update = harsh
    options.update.batchNorm = .evaluate
    let moved = changed(try CatastrophicForgettingK(options: options).unlearn(task).network, task.original)
    #expect(moved.allSatisfy { !$0.contains("running") } && !moved.isEmpty)
  }
}
