import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct ErasingSpaceConceptTests {
  let weight: [Float] = [1, -2, 3, 4, -5, 6, 7, 8], bias: [Float] = [0.5, -0.25]

  /// Forget features along (1, 1, 0, 0), and less along (0, 0, 1, 0); the kept sample has parts in and beside both.
  func task(_ forget: [[UInt8]] = [[204, 204, 0, 0], [102, 102, 0, 0], [0, 0, 51, 0]]) throws -> UnlearningTask {
    try makePixels(
      forget + [[255, 51, 102, 153]], labels: forget.map { _ in 0 } + [1], forget: forget.count, classCount: 2,
      weight: weight, bias: bias)
  }

  func options(_ percent: Double, _ basis: DirectionBasis = .full, _ place: ProjectionPlace = .features)
    -> ErasingSpaceConcept.Options
  {
    var options = ErasingSpaceConcept.Options()
    options.percent = percent
    options.basis = basis
    options.apply = place
    return options
  }

  /// Features and logits of the kept sample.
  func kept(_ task: UnlearningTask, _ options: ErasingSpaceConcept.Options) throws -> (f: [Double], z: [Double]) {
    let result = try ErasingSpaceConcept(options: options).unlearn(task).network.predict(task.retain)
    return (result.features.doubles, result.logits.doubles)
  }

  /// f·W + b.
  func logits(_ f: [Double]) -> [Double] {
    var result: [Double] = bias.map { Double($0) }
    for i in 0..<4 {
      for c in 0..<2 { result[c] += f[i] * Double(weight[i * 2 + c]) }
    }
    return result
  }

  @Test func plantedDirectionsAreDropped() throws {
    // The kept sample is (1, 0.2, 0.4, 0.6): 0.6·(1, 1, 0, 0) + 0.4·(1, −1, 0, 0) + …
    let task = try task()
    let expected: [(percent: Double, features: [Double])] = [
      (25, [0.4, -0.4, 0.4, 0.6]), (50, [0.4, -0.4, 0, 0.6]), (74.9, [0.4, -0.4, 0, 0.6]), (100, [0, 0, 0, 0]),
    ]
    for (percent, features) in expected {
      let found = try kept(task, options(percent))
      #expect(largestDifference(found.f, features) < 1e-6, "\(percent)")
      #expect(largestDifference(found.z, logits(features)) < 1e-5)
    }
    // The forget samples have nothing left but the bias.
    let network = try ErasingSpaceConcept(options: options(50)).unlearn(task).network
    let forgotten = network.predict(task.forget)
    #expect(forgotten.features.doubles.allSatisfy { abs($0) < 1e-6 })
    #expect(largestDifference(forgotten.logits.doubles, [0.5, -0.25, 0.5, -0.25, 0.5, -0.25]) < 1e-5)
  }

  @Test func aThinBasisDropsWhatNoForgetSampleHas() throws {
    let task = try task([[204, 204, 0, 0], [0, 0, 51, 0]])
    #expect(largestDifference(try kept(task, options(25, .thin)).f, [0, 0, 0.4, 0]) < 1e-6)
    #expect(largestDifference(try kept(task, options(25)).f, [0.4, -0.4, 0.4, 0.6]) < 1e-6)
    // With as many samples as features there is no difference.
    let many = try self.task([[204, 204, 0, 0], [102, 51, 0, 0], [0, 0, 51, 0], [1, 0, 0, 20]])
    #expect(largestDifference(try kept(many, options(50)).f, try kept(many, options(50, .thin)).f) < 1e-6)
  }

  @Test func theFoldedHeadGivesTheSameLogitsFromOldFeatures() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24, epochs: 1)
    let folded = try ErasingSpaceConcept(options: options(10, .full, .head)).unlearn(task).network
    let projected = try ErasingSpaceConcept(options: options(10)).unlearn(task).network
    #expect(changed(folded, from: task.original) == ["fc.weight"])
    #expect(changed(projected, from: task.original) == ["feature_projection"], "running statistics stay")
    let (a, b, before) = (
      folded.predict(task.test), projected.predict(task.test), task.original.predict(task.test)
    )
    #expect(largestDifference(a.logits.doubles, b.logits.doubles) < 1e-4)
    #expect(a.features.floats == before.features.floats)
    #expect(largestDifference(b.features.doubles, before.features.doubles) > 1e-2)
  }

  @Test func survivesACheckpoint() throws {
    let task = try makeTask(epochs: 2)
    let network = try ErasingSpaceConcept().unlearn(task).network
    let loaded = try Network.load(
      network.checkpoint(), input: testShape, architectures: [MLP.self], source: "memory")
    #expect(bits(loaded) == bits(network))
    #expect(loaded.predict(task.test).features.floats == network.predict(task.test).features.floats)
    // Unlearning it once more goes on from the projected features.
    let again = try ErasingSpaceConcept().unlearn(task.on(loaded)).network
    #expect(changed(again, from: network) == ["feature_projection"])
  }

  @Test func countsDirectionsAsReleased() throws {
    #expect(options(1.5).dropped(of: 512) == 7 && options(3).dropped(of: 96) == 2)
    #expect(options(1.5).dropped(of: 64) == 1, "never none, where some are asked for")
    #expect(options(0).dropped(of: 512) == 0 && options(100).dropped(of: 512) == 512)
    let task = try makeTask(epochs: 1)
    let none = try ErasingSpaceConcept(options: options(0)).unlearn(task)
    #expect(none.network.predict(task.test).logits.floats == task.original.predict(task.test).logits.floats)
    let result = try ErasingSpaceConcept().unlearn(task)
    #expect(result.diagnostic("dropped-directions") == 1 && result.recipe.epochs == 0)
    #expect(result.ledger[.forget] == DataAccess(size: 16, samples: 16, gradientVisits: 0, readings: 16))
    #expect(result.ledger.retainSamples == 0 && result.ledger.optimizerSteps == 0)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: false))
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    let network = try ErasingSpaceConcept().unlearn(task).network
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(network.accuracy(on: task.forget)! < 0.5)
    #expect(network.accuracy(on: task.retain)! > 0.6, "chance is a third")
  }
}
