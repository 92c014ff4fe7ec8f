import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct RandomLabelTests {
  func labels(
    _ trueLabel: RandomLabel.TrueLabel, _ redraw: RandomLabel.Redraw, truth: [Int32], classCount: Int = 10
  ) -> RandomLabels {
    RandomLabels(
      truth: truth, classCount: classCount, trueLabel: trueLabel, redraw: redraw, random: RandomStream(seed: 9))
  }

  /// Largest deviation from the expected count, in standard deviations of a binomial.
  func worst(_ counts: [Int], of total: Int, share: Double) -> Double {
    let deviation = (Double(total) * share * (1 - share)).squareRoot()
    return counts.map { abs(Double($0) - Double(total) * share) / deviation }.max()!
  }

  @Test func drawsUniformlyFromAllClasses() {
    let drawn = labels(.allowed, .eachEpoch, truth: [Int32](repeating: 3, count: 10_000)).labels(epoch: 0)
    let counts = (0..<10).map { label in drawn.count { $0 == Int32(label) } }
    #expect(counts.reduce(0, +) == 10_000)
    #expect(worst(counts, of: 10_000, share: 0.1) < 4)
  }

  @Test func neverDrawsAnExcludedTruth() {
    for truth: Int32 in [0, 3, 9] {
      let drawn = labels(.excluded, .once, truth: [Int32](repeating: truth, count: 9_000)).labels(epoch: 0)
      let counts = (0..<10).map { label in drawn.count { $0 == Int32(label) } }
      #expect(counts[Int(truth)] == 0)
      #expect(counts.reduce(0, +) == 9_000)
      #expect(worst(counts.enumerated().filter { $0.offset != truth }.map(\.element), of: 9_000, share: 1 / 9) < 4)
    }
  }

  @Test func redrawsEveryEpochOrNever() {
    let truth = (0..<200).map { Int32($0 % 10) }
    let anew = labels(.allowed, .eachEpoch, truth: truth)
    #expect(anew.labels(epoch: 0) != anew.labels(epoch: 1))
    #expect(anew.labels(epoch: 0) == labels(.allowed, .eachEpoch, truth: truth).labels(epoch: 0))
    let fixed = labels(.excluded, .once, truth: truth)
    #expect(fixed.labels(epoch: 0) == fixed.labels(epoch: 7))
  }

  @Test func variantsAreThePublishedOnes() throws {
    func plan(_ variant: RandomLabel.Variant) -> RandomLabel.Options.Plan {
      var options = RandomLabel.Options()
      options.variant = variant
      return options.plan
    }
    let task = try makeTask()
    for variant in [RandomLabel.Variant.sequential, .joint] {
      #expect(plan(variant).trueLabel == .allowed && plan(variant).redraw == .eachEpoch)
      let recipe = RandomLabel.Options().update.recipe(for: task, defaults: plan(variant).update)
      #expect(recipe.optimizer == .sgd && recipe.learningRate == 0.01 && recipe.epochs == 10)
      #expect(recipe.momentum == 0.9 && recipe.weightDecay == 5e-4)
    }
    #expect(!plan(.sequential).isJoint && plan(.joint).isJoint && plan(.amnesiac).isJoint)
    #expect(plan(.amnesiac).trueLabel == .excluded && plan(.amnesiac).redraw == .once)
    let amnesiac = RandomLabel.Options().update.recipe(for: task, defaults: plan(.amnesiac).update)
    #expect(amnesiac.optimizer == .adam && amnesiac.learningRate == 1e-4 && amnesiac.epochs == 3)
    #expect(amnesiac.weightDecay == 0)

    var overruled = RandomLabel.Options()
    overruled.variant = .amnesiac
    overruled.trueLabel = .allowed
    overruled.redraw = .eachEpoch
    overruled.update.epochs = 7
    #expect(overruled.plan.trueLabel == .allowed && overruled.plan.redraw == .eachEpoch)
    #expect(overruled.update.recipe(for: task, defaults: overruled.plan.update).epochs == 7)
  }

  @Test func sequentialTakesTheForgetSetFirst() throws {
    // Batches of the forget set's size: the first step of an epoch is the forget set under its drawn labels.
    let task = try makeTask(batchSize: 16)
    var options = RandomLabel.Options()
    options.update.epochs = 1
    options.update.weightDecay = 0
    let result = try RandomLabel(options: options).unlearn(task)
    #expect(result.ledger.forgetVisits == 16 && result.ledger.retainVisits == 48)
    #expect(result.ledger.optimizerSteps == 4 && result.epochs.map(\.images) == [64])
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))

    let network = task.original.copy()
    let sgd = SGD(network.parameters, momentum: 0.9)
    let drawn = RandomLabels(
      truth: task.forget.labels, classCount: 4, trueLabel: .allowed, redraw: .eachEpoch,
      random: task.random.child("labels")
    ).labels(epoch: 0)
    func step(_ batch: Batch, _ labels: [Int32]) {
      let loss = meanCrossEntropy(network.forward(batch.images, mode: .train).logits, labels: labels)
      sgd.step(gradients: gradients(of: loss, withRespectTo: network.parameters.map(\.tensor)), learningRate: 0.01)
    }
    let forget = try BatchCycle(task.forget, batchSize: 16, random: task.random.child("forget")).batch(step: 0)
    step(forget, forget.rows.map { drawn[$0] })
    let retain = try BatchCycle(task.retain, batchSize: 16, random: task.random)
    for index in 0..<3 {
      let batch = retain.batch(step: index)
      step(batch, batch.labels)
    }
    #expect(bits(network) == bits(result.network))
  }

  @Test func jointMixesBothSetsUnderOneLoss() throws {
    // One batch of everything: a single step on the forget set's drawn labels and the retain set's own.
    let task = try makeTask(batchSize: 64)
    var options = RandomLabel.Options()
    options.variant = .joint
    options.trueLabel = .excluded
    options.update.epochs = 1
    options.update.weightDecay = 0
    options.update.learningRate = 0.5
    let result = try RandomLabel(options: options).unlearn(task)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.knowledge.forgetLabels)
    let drawn = RandomLabels(
      truth: task.forget.labels, classCount: 4, trueLabel: .excluded, redraw: .eachEpoch,
      random: task.random.child("labels")
    ).labels(epoch: 0)
    let everything = task.forget.joined(with: task.retain)
    let said = task.original.predict(everything)
    let gradient = headGradient(
      logits: said.logits.doubles, features: said.features.doubles, labels: drawn + task.retain.labels)
    let wanted = zip(task.original.headBias.tensor.doubles, gradient.bias).map { $0 - 0.5 * $1 }
    #expect(largestDifference(result.network.headBias.tensor.doubles, wanted) < 1e-6)
  }

  @Test func forgetOnlyLeavesTheRetainSetAlone() throws {
    var options = RandomLabel.Options()
    options.withRetain = false
    options.update.epochs = 2
    for variant in RandomLabel.Variant.allCases {
      options.variant = variant
      let result = try RandomLabel(options: options).unlearn(makeTask())
      #expect(result.ledger.retainVisits == 0 && result.ledger.forgetVisits == 32)
      #expect(!result.ledger.knowledge.retainLabels)
    }
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    let result = try RandomLabel().unlearn(task)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }
}
