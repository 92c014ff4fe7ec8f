import TensorCore
import Testing

@testable import Learning

/// Keeps what a monitor is told; may stop the run after an epoch.
final class RecordingMonitor: TrainingMonitor {
  struct Stop: Error {}
  var steps: [StepRecord] = []
  var epochs: [EpochRecord] = []
  var lastSnapshot: TrainingSnapshot?
  let stopAfter: Int?

  init(stopAfter: Int? = nil) { self.stopAfter = stopAfter }

  func stepEnded(_ record: StepRecord) throws { steps.append(record) }

  func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) throws {
    epochs.append(record)
    guard record.epoch == stopAfter else { return }
    lastSnapshot = snapshot()
    throw Stop()
  }
}

func recipe(_ change: (inout TrainingRecipe) -> Void = { _ in }) -> TrainingRecipe {
  var recipe = TrainingRecipe()
  recipe.epochs = 2
  recipe.batchSize = 8
  recipe.learningRate = 0.05
  change(&recipe)
  return recipe
}

@Suite struct TrainingTests {
  let random = RandomStream(seed: 11)

  @Test(arguments: ["convnet", "resnet20", "mlp"]) func oneBatchIsLearntByHeart(_ name: String) throws {
    let family = ModelTests.families.first { $0.name == name }!
    let network = try makeNetwork(family, shape: ImageShape(channels: 1, height: 8, width: 8))
    let subset = try makeSplit(16).whole()
    let steps = recipe {
      $0.epochs = 40
      $0.batchSize = 16
      $0.optimizer = .adam
      $0.learningRate = 0.005
      $0.weightDecay = 0
    }
    let report = try train(network, on: subset, recipe: steps, random: random)
    #expect(report.epochs[0].loss > 1)
    #expect(try #require(report.finalLoss) < 0.05)
    #expect(report.epochs.last?.accuracy == 1)
    #expect(report.optimizerSteps == 40)
  }

  @Test func monitorsHearEveryStepAndEpoch() throws {
    let network = try makeNetwork(MLP.self)
    let monitor = RecordingMonitor()
    let schedule = recipe {
      $0.schedule = .multiStep
      $0.milestones = [1]
    }
    let report = try train(network, on: try makeSplit(20).whole(), recipe: schedule, random: random, monitor: monitor)
    #expect(monitor.steps.map(\.step) == Array(0..<6))
    #expect(monitor.steps.map(\.stepInEpoch) == [0, 1, 2, 0, 1, 2])
    #expect(monitor.steps.allSatisfy { $0.stepsPerEpoch == 3 && $0.epochs == 2 && $0.imagesPerSecond > 0 })
    #expect(monitor.epochs == report.epochs)
    #expect(report.epochs.map(\.images) == [20, 20])
    #expect(largestDifference(report.epochs.map(\.learningRate), [0.05, 0.005]) < 1e-15)
    // The mean over samples: batches of 8, 8 and 4.
    let first = monitor.steps[0...2].map(\.loss)
    #expect(abs(report.epochs[0].loss - (8 * first[0] + 8 * first[1] + 4 * first[2]) / 20) < 1e-9)
  }

  @Test func divergenceIsAnError() throws {
    let network = try makeNetwork(MLP.self)
    let wild = recipe {
      $0.learningRate = 1000
      $0.epochs = 20
    }
    do {
      _ = try TrainingLoop().run(
        network: network, subset: try makeSplit(16).whole(), recipe: wild, random: random
      ) { network, batch, _ in -network.forward(batch.images, mode: .train).logits.squared().mean() }
      Issue.record("a loss that explodes was not noticed")
    } catch TrainingError.diverged(let step, _, let loss) {
      #expect(step >= 1)
      #expect(!loss.isFinite)
    }
  }

  @Test func nonFiniteWeightsAreAnError() throws {
    // The loss stays finite, the weights do not: a gradient of NaN in the last step.
    let network = try makeNetwork(MLP.self)
    var loop = TrainingLoop()
    loop.gradientTransform = { gradients, context in
      context.step == 1 ? gradients.map { $0 * Double.nan } : gradients
    }
    #expect(throws: TrainingError.nonFiniteWeights(name: "fc1.weight", step: 2)) {
      try loop.run(
        network: network, subset: try makeSplit(8).whole(), recipe: recipe(), random: random,
        loss: classificationLoss)
    }
  }

  @Test func onlyTheChosenParametersMove() throws {
    let network = try makeNetwork(ConvNet.self)
    let before = bits(network)
    _ = try TrainingLoop().run(
      network: network, subset: try makeSplit(8).whole(), recipe: recipe(), random: random,
      parameters: [network.headWeight, network.headBias], loss: classificationLoss)
    let moved = bits(network).filter { $0.value != before[$0.key] }.keys.sorted()
    #expect(moved == ["fc.bias", "fc.weight"])
  }

  @Test func hooksMaskAndRestore() throws {
    let network = try makeNetwork(MLP.self)
    let before = bits(network)
    var loop = TrainingLoop()
    loop.gradientTransform = { gradients, _ in gradients.map { $0 * 0 } }
    var calls = 0
    loop.afterStep = { _, context in
      #expect(context.step == calls)
      calls += 1
    }
    let still = recipe { $0.weightDecay = 0 }
    _ = try loop.run(
      network: network, subset: try makeSplit(8).whole(), recipe: still, random: random, loss: classificationLoss)
    #expect(bits(network) == before)
    #expect(calls == 2)
  }

  @Test func epochsMayPassOverOtherSubsets() throws {
    let subset = try makeSplit(24).whole()
    var loop = TrainingLoop()
    loop.epochSubset = { subset.prefix($0 == 0 ? 8 : 20) }
    var rows: [[Int]] = [[], []]
    let monitor = RecordingMonitor()
    _ = try loop.run(
      network: makeNetwork(MLP.self), subset: subset, recipe: recipe(), random: random, monitor: monitor
    ) { network, batch, context in
      rows[context.epoch] += batch.rows
      return classificationLoss(network, batch, context)
    }
    #expect(rows.map { $0.sorted() } == [Array(0..<8), Array(0..<20)])
    #expect(monitor.epochs.map(\.steps) == [1, 3] && monitor.steps.map(\.step) == [0, 1, 2, 3])
  }

  @Test func nothingToTrainOnIsAnError() throws {
    let network = try makeNetwork(MLP.self)
    #expect(throws: LearningError.self) {
      try train(network, on: try makeSplit(4).whole().prefix(0), recipe: recipe(), random: random)
    }
    #expect(throws: LearningError.self) {
      try train(network, on: try makeSplit(4).whole(), recipe: recipe { $0.batchSize = 0 }, random: random)
    }
  }

  @Test func gradientClipLimitsTheStep() throws {
    let network = try makeNetwork(MLP.self)
    let before = network.parameters.map { $0.tensor.copy() }
    let clipped = recipe {
      $0.epochs = 1
      $0.momentum = 0
      $0.weightDecay = 0
      $0.gradientClip = 1e-3
    }
    try train(network, on: try makeSplit(8).whole(), recipe: clipped, random: random)
    let moved = globalNorm(zip(network.parameters, before).map { $0.tensor.detached() - $1 })
    #expect(abs(moved - 0.05 * 1e-3) < 2e-6)
  }
}
