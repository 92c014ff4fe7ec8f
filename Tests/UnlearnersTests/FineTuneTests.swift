import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct FineTuneTests {
  @Test func touchesOnlyTheRetainSet() throws {
    let task = try makeTask()
    let before = bits(task.original)
    var options = FineTune.Options()
    options.update.epochs = 2
    let result = try FineTune(options: options).unlearn(task)
    #expect(result.ledger.forgetVisits == 0 && result.ledger.forgetSamples == 0)
    #expect(result.ledger.retainVisits == 96 && result.ledger.retainSamples == 48)
    #expect(result.ledger.optimizerSteps == 12 && result.ledger.gradientEvaluations == 12)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
    #expect(result.epochs.map(\.images) == [48, 48])
    #expect(bits(task.original) == before, "the original is not the method's to change")
    #expect(bits(result.network) != before)
  }

  @Test func isPlainTrainingOnTheRetainSet() throws {
    let task = try makeTask()
    let result = try FineTune(options: .init()).unlearn(task)
    let network = task.original.copy()
    try train(network, on: task.retain, recipe: result.recipe, random: task.random)
    #expect(bits(network) == bits(result.network))
  }

  @Test func takesBatchSizeAndAugmentationFromTheOriginal() throws {
    let task = try makeTask(batchSize: 11)
    var options = FineTune.Options()
    #expect(options.update.recipe(for: task).batchSize == 11)
    #expect(options.update.recipe(for: task).learningRate == 0.01)
    #expect(options.update.recipe(for: task).epochs == 10)
    options.update.batchSize = 3
    options.update.augmentation = .flip
    #expect(options.update.recipe(for: task).batchSize == 3)
    #expect(options.update.recipe(for: task).augmentation == .flip)
  }

  @Test func evaluateModeLeavesRunningStatistics() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    var options = FineTune.Options()
    options.update.epochs = 1
    func statistics(_ network: Network) -> [[Float]] {
      network.buffers.filter { $0.counter == nil }.map { $0.tensor.floats }
    }
    #expect(try statistics(FineTune(options: options).unlearn(task).network) != statistics(task.original))
    options.update.batchNorm = .evaluate
    #expect(try statistics(FineTune(options: options).unlearn(task).network) == statistics(task.original))
  }
}
