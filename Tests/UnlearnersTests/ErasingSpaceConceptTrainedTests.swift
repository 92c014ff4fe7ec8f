import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct ErasingSpaceConceptTrainedTests {
  func options(learningRate: Double = 0.5, threshold: Double = 0.7) -> ErasingSpaceConceptTrained.Options {
    var options = ErasingSpaceConceptTrained.Options()
    options.learningRate = learningRate
    options.threshold = threshold
    return options
  }

  /// The forget sample (1, 0) has the logits (2m², 1), m being the mask's entry at its only direction.
  func pair() throws -> UnlearningTask { try makePair(weight: [2, 0, 0, 2], bias: [0, 1]) }

  @Test func maskStepsByHand() throws {
    let task = try pair()
    let features = task.original.predict(task.forget).features
    var mask = DirectionMask(try FeatureDirections(features, basis: .full), network: task.original)
    // ∂CE/∂m = −(1 − p₀)·4m, and the step climbs.
    var m = 1.0
    for _ in 0..<3 {
      mask.step(features, labels: [0], learningRate: 0.05)
      let odds: Double = exp(1 - 2 * m * m)
      m -= 0.05 * 4 * m * odds / (1 + odds)
      #expect(largestDifference(mask.values.doubles, [m, 1, 1, 1]) < 1e-6)
    }
    // A sample that is no hit moves nothing; the clamp holds at 0.
    mask.step(features, labels: [1], learningRate: 0.05)
    #expect(largestDifference(mask.values.doubles, [m, 1, 1, 1]) < 1e-6)
    mask.step(features, labels: [0], learningRate: 100)
    #expect(mask.values.floats == [0, 1, 1, 1])
  }

  @Test func stopsWhenNothingIsLeftAndErases() throws {
    // After one step of 0.5 the entry is 1 − 2·(1 − σ(1)) = 0.462: the logits are (0.427, 1), no hit is left.
    let task = try pair()
    let result = try ErasingSpaceConceptTrained(options: options()).unlearn(task)
    #expect(result.notes.first == .stopped(epoch: 1, of: 50, forgetAccuracy: 0, threshold: 0))
    #expect(result.diagnostic("mask-epochs") == 1 && result.diagnostic("mask-erased") == 0.25)
    #expect(largestDifference(result.network.featureProjection!.doubles, [0, 0, 0, 1]) < 1e-7)
    #expect(result.ledger[.forget] == DataAccess(size: 1, samples: 1, gradientVisits: 1, readings: 2))
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.retainSamples == 0)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: false))
    // Below the entry the threshold erases nothing, and the result says so.
    let kept = try ErasingSpaceConceptTrained(options: options(threshold: 0.4)).unlearn(task)
    #expect(largestDifference(kept.network.featureProjection!.doubles, [1, 0, 0, 1]) < 1e-7)
    #expect(kept.notes.contains(.remark("no entry of the mask fell to the threshold: nothing is erased")))
  }

  @Test func theFoldedHeadGivesTheSameLogits() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24, epochs: 1)
    var options = options(learningRate: 1)
    let projected = try ErasingSpaceConceptTrained(options: options).unlearn(task).network
    options.apply = .head
    let folded = try ErasingSpaceConceptTrained(options: options).unlearn(task).network
    #expect(changed(folded, from: task.original) == ["fc.weight"])
    #expect(changed(projected, from: task.original) == ["feature_projection"])
    #expect(
      largestDifference(folded.predict(task.test).logits.doubles, projected.predict(task.test).logits.doubles) < 1e-4)
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    let result = try ErasingSpaceConceptTrained(options: options(learningRate: 10)).unlearn(task)
    #expect(result.diagnostic("mask-erased")! > 0 && result.diagnostic("mask-epochs")! < 50)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }

  /// Beside `DeterminismTests`, whose network has no hit to unlearn.
  @Test func sameBitsForEveryThreadCountAndOthersForAnotherStream() throws {
    let method = ErasingSpaceConceptTrained(options: options(learningRate: 300))
    let task = try makeTask(epochs: 4)
    let threads = Threads.count
    defer { Threads.count = threads }
    Threads.count = 1
    let one = try method.unlearn(task)
    Threads.count = 2
    let two = try method.unlearn(task)
    #expect(bits(one.network) == bits(two.network) && one.diagnostics == two.diagnostics && one.notes == two.notes)
    let other = try method.unlearn(makeTask(epochs: 4, seed: 6))
    #expect(bits(one.network) != bits(other.network))
  }

  @Test func defaultsAreThePapers() {
    let options = ErasingSpaceConceptTrained.Options()
    #expect(options.epochs == 50 && options.learningRate == 1e-3 && options.threshold == 0.7)
  }
}
