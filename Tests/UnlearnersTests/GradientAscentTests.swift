import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct GradientAscentTests {
  /// One batch, one epoch, no weight decay: θ + η∇CE.
  func oneStep(learningRate: Double = 0.5) -> GradientAscent.Options {
    var options = GradientAscent.Options()
    options.update = UpdateOptions(epochs: 1, learningRate: learningRate, weightDecay: 0)
    options.update.batchSize = 64
    return options
  }

  @Test func oneStepClimbsTheGradientOfTheHead() throws {
    let task = try makeTask()
    let result = try GradientAscent(options: oneStep()).unlearn(task)
    let said = task.original.predict(task.forget)
    let expected = headGradient(
      logits: said.logits.doubles, features: said.features.doubles, labels: task.forget.labels)
    for (parameter, before, gradient) in [
      (result.network.headWeight, task.original.headWeight, expected.weight),
      (result.network.headBias, task.original.headBias, expected.bias),
    ] {
      let wanted = zip(before.tensor.doubles, gradient).map { $0 + 0.5 * $1 }
      #expect(largestDifference(parameter.tensor.doubles, wanted) < 1e-6)
      #expect(largestDifference(parameter.tensor.doubles, before.tensor.doubles) > 1e-3)
    }
  }

  @Test func oneStepClimbsTheGradientOfEveryParameter() throws {
    let task = try makeTask()
    let result = try GradientAscent(options: oneStep()).unlearn(task)
    let batch = task.forget.wholeBatch()
    let loss = meanCrossEntropy(
      task.original.forward(batch.images, mode: .evaluate).logits, labels: batch.labels)
    let all = gradients(of: loss, withRespectTo: task.original.parameters.map(\.tensor))
    for (index, parameter) in result.network.parameters.enumerated() {
      let before = task.original.parameters[index].tensor.doubles
      let wanted = zip(before, all[index].doubles).map { $0 + 0.5 * $1 }
      #expect(largestDifference(parameter.tensor.doubles, wanted) < 1e-6, "\(parameter.name)")
    }
  }

  @Test func readsOnlyTheForgetSet() throws {
    let result = try GradientAscent(options: .init()).unlearn(makeTask())
    #expect(result.ledger.retainVisits == 0 && result.ledger.forgetVisits == 80)
    #expect(result.ledger.forgetSamples == 16 && result.ledger.optimizerSteps == 10)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: false))
    #expect(result.recipe.learningRate == 1e-4 && result.recipe.epochs == 5)
  }

  @Test func theClipBoundsAStep() throws {
    let task = try makeTask()
    var options = oneStep(learningRate: 1)
    options.update.gradientClip = 1e-3
    let result = try GradientAscent(options: options).unlearn(task)
    let moved = zip(result.network.parameters, task.original.parameters).reduce(0.0) { sum, pair in
      zip(pair.0.tensor.doubles, pair.1.tensor.doubles).reduce(sum) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }.squareRoot()
    #expect(abs(moved - 1e-3) < 2e-5)
  }

  @Test func theStopRuleEndsTheRun() throws {
    let task = try makeTask(epochs: 4)
    var options = GradientAscent.Options()
    options.update = UpdateOptions(epochs: 50, learningRate: 0.01, weightDecay: 0)
    options.stopAccuracy = 0.5
    #expect(task.original.accuracy(on: task.forget)! > 0.5)
    let result = try GradientAscent(options: options).unlearn(task)
    let accuracy = try #require(result.network.accuracy(on: task.forget))
    #expect(accuracy <= 0.5 && result.epochs.count < 50)
    let note = UnlearningNote.stopped(
      epoch: result.epochs.count, of: 50, forgetAccuracy: accuracy, threshold: 0.5)
    #expect(result.notes.first == note)
    #expect(result.ledger.optimizerSteps == 2 * result.epochs.count)
  }

  @Test func aDivergingRunIsATrainingError() throws {
    var options = GradientAscent.Options()
    options.update = UpdateOptions(epochs: 50, learningRate: 900)
    let task = try makeTask()
    #expect(throws: TrainingError.self) { try GradientAscent(options: options).unlearn(task) }
  }

  @Test func aCollapsedRetainSetIsANote() throws {
    let task = try makeTask(epochs: 4)
    var options = GradientAscent.Options()
    options.update = UpdateOptions(epochs: 60, learningRate: 0.02, weightDecay: 0)
    options.update.gradientClip = 1
    let result = try GradientAscent(options: options).unlearn(task)
    let after = try #require(result.diagnostic("retain-check-unlearned"))
    #expect(after < 0.5 * result.diagnostic("retain-check-original")!)
    #expect(after == result.network.accuracy(on: task.retain))
    #expect(
      result.notes == [
        .retainCollapsed(unlearned: after, original: task.original.accuracy(on: task.retain)!, samples: 48)
      ])
  }
}
