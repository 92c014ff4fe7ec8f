import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct CatastrophicForgettingKTests {
  func options(k: Int, head: CatastrophicForgettingK.Head = .trained) -> CatastrophicForgettingK.Options {
    var options = CatastrophicForgettingK.Options()
    options.k = k
    options.head = head
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0, momentum: 0)
    options.update.batchSize = 64
    return options
  }

  @Test func oneStepIsFineTuningOfTheEnd() throws {
    // One step on everything: the last layers move as in fine-tuning, by the gradient written out for the head.
    let task = try makeTask()
    let result = try CatastrophicForgettingK(options: options(k: 1)).unlearn(task)
    var whole = FineTune.Options()
    whole.update = options(k: 1).update
    let tuned = bits(try FineTune(options: whole).unlearn(task).network), before = bits(task.original)
    let after = bits(result.network)
    for name in ["fc1.weight", "fc1.bias"] { #expect(after[name] == before[name]) }
    for name in ["fc2.weight", "fc2.bias", "fc.weight", "fc.bias"] { #expect(after[name] == tuned[name]) }

    let said = task.original.predict(task.retain)
    let gradient = headGradient(
      logits: said.logits.doubles, features: said.features.doubles, labels: task.retain.labels)
    let wanted = zip(task.original.headWeight.tensor.doubles, gradient.weight).map { $0 - 0.5 * $1 }
    #expect(largestDifference(result.network.headWeight.tensor.doubles, wanted) < 1e-6)
  }

  @Test func allBlocksAreFineTuning() throws {
    let task = try makeTask()
    var options = CatastrophicForgettingK.Options()
    options.k = 2
    #expect(
      bits(try CatastrophicForgettingK(options: options).unlearn(task).network)
        == bits(try FineTune().unlearn(task).network))
  }

  @Test func readsOnlyTheRetainSet() throws {
    let result = try CatastrophicForgettingK().unlearn(makeTask())
    #expect(result.ledger.forgetVisits == 0 && result.ledger.retainVisits == 480)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
    #expect(result.recipe.learningRate == 0.01 && result.recipe.epochs == 10)
    var other = options(k: 2, head: .frozen)
    other.frozenBatchNorm = .train
    try roundTrip(other)
  }
}
