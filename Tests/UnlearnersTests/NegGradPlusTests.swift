import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct NegGradPlusTests {
  func options(alpha: Double, anchor: Double = 0, epochs: Int = 1) -> NegGradPlus.Options {
    var options = NegGradPlus.Options()
    options.alpha = alpha
    options.anchor = anchor
    options.update.epochs = epochs
    options.update.learningRate = 0.5
    return options
  }

  @Test func oneStepByHand() throws {
    // θ − ½(0.8·g_r − 0.2·g_f), g_r = (½, −½) in row 1 and bias, g_f = (−½, ½) in row 0 and bias.
    let result = try NegGradPlus(options: options(alpha: 0.8)).unlearn(makePair())
    #expect(largestDifference(head(result.network), [-0.05, 0.05, -0.2, 0.2, -0.25, 0.25]) < 1e-7)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.gradientEvaluations == 1)
    #expect(result.ledger.forgetVisits == 1 && result.ledger.retainVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: true))
  }

  @Test func theAnchorPullsBack() throws {
    // Without data (α = 1 on a sample that is surely right, weights moved away in the first step) only the pull acts:
    // compare two steps with and without it, whose difference is −η·α·λ·(θ₁ − θ₀).
    let task = try makePair()
    let first = head(try NegGradPlus(options: options(alpha: 0.8)).unlearn(task).network)
    let free = head(try NegGradPlus(options: options(alpha: 0.8, epochs: 2)).unlearn(task).network)
    let held = head(try NegGradPlus(options: options(alpha: 0.8, anchor: 0.1, epochs: 2)).unlearn(task).network)
    let pull = zip(free, first).map { $0 - 0.5 * 0.8 * 0.1 * $1 }
    #expect(largestDifference(held, pull) < 1e-7)
  }

  @Test func withoutForgettingItIsFineTuning() throws {
    let task = try makeTask()
    var plain = FineTune.Options()
    plain.update = NegGradPlus.Options().update
    let alone = try FineTune(options: plain).unlearn(task)
    var options = NegGradPlus.Options()
    options.alpha = 1
    #expect(bits(try NegGradPlus(options: options).unlearn(task).network) == bits(alone.network))
    options.alpha = 0.95
    #expect(bits(try NegGradPlus(options: options).unlearn(task).network) != bits(alone.network))
  }

  @Test func defaultsAreTheNotebooks() throws {
    let recipe = NegGradPlus.Options().update.recipe(for: try makeTask())
    #expect(recipe.optimizer == .sgd && recipe.learningRate == 0.01 && recipe.epochs == 10)
    #expect(recipe.momentum == 0 && recipe.weightDecay == 0)
    try roundTrip(options(alpha: 0.3, anchor: 0.2))
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    var options = NegGradPlus.Options()
    // The climb is slow at first, for the class is known well, and then has no end: a clip keeps some of the others.
    options.alpha = 0.9
    options.update = UpdateOptions(epochs: 20, learningRate: 0.05, weightDecay: 0, gradientClip: 1)
    let result = try NegGradPlus(options: options).unlearn(task)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.5, "chance is a third")
  }
}
