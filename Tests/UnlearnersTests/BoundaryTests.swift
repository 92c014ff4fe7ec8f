import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct BoundaryExpandingTests {
  @Test func oneStepByHand() throws {
    let task = try makePair()
    var options = BoundaryExpanding.Options()
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0, momentum: 0)
    let result = try BoundaryExpanding(options: options).unlearn(task)
    // Logits of the forgotten sample: (0, 0, z), z drawn. The label is the third class, so the first two meet
    // 1/(2 + e^z); the third is dropped.
    let wide = task.original.widened(to: 3, random: task.random.child("boundary-expanding"))
    let weight = wide.headWeight.tensor.doubles, bias = wide.headBias.tensor.doubles
    let down = -0.5 / (2 + exp(weight[2] + bias[2]))
    #expect(largestDifference(head(result.network), [down, down, 0, 0, down, down]) < 1e-7)
    #expect(result.network.classCount == 2)
    #expect(result.ledger.retainVisits == 0 && result.ledger.forgetVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: false))
  }

  @Test func theExtraClassIsReportedAndDropped() throws {
    let task = try makeTask(epochs: 4)
    var options = BoundaryExpanding.Options()
    options.update.learningRate = 0.05
    options.update.epochs = 5
    let result = try BoundaryExpanding(options: options).unlearn(task)
    // With the extra class in place every forget sample goes there; without, the old order of the others comes out.
    #expect(result.diagnostic("forget-accuracy-with-extra-class") == 0)
    #expect(result.network.classCount == 4 && result.network.headBias.tensor.count == 4)
    #expect(bits(task.original) == bits(try makeTask(epochs: 4).original))
    try roundTrip(options)
  }

  @Test func defaultsAreTheRepositorys() throws {
    for update in [BoundaryExpanding.Options().update, BoundaryShrink.Options().update] {
      let recipe = update.recipe(for: try makeTask())
      #expect(recipe.learningRate == 1e-5 && recipe.epochs == 10)
      #expect(recipe.momentum == 0.9 && recipe.weightDecay == 0 && recipe.optimizer == .sgd)
    }
  }
}

@Suite struct BoundaryShrinkTests {
  func options(bound: Double, _ trueLabel: RandomLabel.TrueLabel = .allowed) -> BoundaryShrink.Options {
    var options = BoundaryShrink.Options()
    options.bound = bound
    options.trueLabel = trueLabel
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0, momentum: 0)
    return options
  }

  /// Class 0 scores the first pixel, class 1 the second: x = (1, 0) is moved to (1 − b, b), where class 1 wins from b = ½.
  func task() throws -> UnlearningTask { try makePair(weight: [1, 0, 0, 1]) }

  @Test func theNearestClassLiesAcrossTheBoundary() throws {
    let batch = try task().forget.wholeBatch(), network = try task().original
    #expect(BoundaryShrink(options: options(bound: 0.1)).nearestClasses(of: batch, to: network) == [0])
    #expect(BoundaryShrink(options: options(bound: 0.49)).nearestClasses(of: batch, to: network) == [0])
    #expect(BoundaryShrink(options: options(bound: 0.51)).nearestClasses(of: batch, to: network) == [1])
    #expect(BoundaryShrink(options: options(bound: 0.1, .excluded)).nearestClasses(of: batch, to: network) == [1])
  }

  @Test func oneStepByHand() throws {
    // p₀ = 1/(1 + 1/e); the label is 1: g = (p₀, −p₀) in the lit pixel's row and in the bias.
    let result = try BoundaryShrink(options: options(bound: 0.6)).unlearn(try task())
    let down = 0.5 / (1 + exp(-1.0))
    #expect(largestDifference(head(result.network), [1 - down, down, 0, 1, -down, down]) < 1e-7)
    // A gradient for the image, one for the weights.
    #expect(result.ledger.gradientEvaluations == 2 && result.ledger.forgetVisits == 2)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.retainVisits == 0)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: false))
    #expect(result.diagnostic("crossed-boundary") == 1)
  }

  @Test func aMoveThatFailsConfirmsTheLabel() throws {
    let result = try BoundaryShrink(options: options(bound: 0.1)).unlearn(try task())
    let up = 0.5 * (1 - 1 / (1 + exp(-1.0)))
    #expect(largestDifference(head(result.network), [1 + up, -up, 0, 1, up, -up]) < 1e-7)
    #expect(result.diagnostic("crossed-boundary") == 0)
  }

  @Test func movedImagesAreImages() throws {
    // A pixel at 0 pushed down stays at 0: the weights tell which way. Here class 0 scores minus the second pixel.
    let task = try makePair(weight: [1, 0, 0, -1])
    // (1, 0) → (1 − b, 0) clamped: class 1 scores 0, class 0 scores 1 − b > 0 for every b < 1.
    let method = BoundaryShrink(options: options(bound: 0.99))
    #expect(method.nearestClasses(of: task.forget.wholeBatch(), to: task.original) == [0])
  }

  @Test func pushesAClassAcrossItsBoundary() throws {
    let task = try makeTask(epochs: 4)
    var options = options(bound: 0.3, .excluded)
    options.update = UpdateOptions(epochs: 10, learningRate: 0.01, weightDecay: 0)
    let result = try BoundaryShrink(options: options).unlearn(task)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    try roundTrip(options)
  }
}
