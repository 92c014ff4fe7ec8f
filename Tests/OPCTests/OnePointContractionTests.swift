import Foundation
import Learning
import TensorCore
import TestSupport
import Testing
import Unlearners

@testable import OPC

@Suite struct OnePointContractionTests {
  /// One step over everything at once.
  func oneStep(coefficient: Double = 1) -> OnePointContraction.Options {
    var options = OnePointContraction.Options()
    options.coefficient = coefficient
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0)
    options.update.batchSize = 64
    return options
  }

  /// ∂(mean ‖z‖)/∂head, with z/‖z‖ written out.
  func pull(_ said: Predictions) -> (weight: [Double], bias: [Double]) {
    let (z, f) = (said.logits.doubles, said.features.doubles)
    let (rows, classes, width) = (said.labels.count, said.logits.shape[1], said.features.shape[1])
    var weight = [Double](repeating: 0, count: width * classes)
    var bias = [Double](repeating: 0, count: classes)
    for row in 0..<rows {
      let own = Array(z[row * classes..<(row + 1) * classes])
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for c in 0..<classes {
        let direction = own[c] / length / Double(rows)
        bias[c] += direction
        for k in 0..<width { weight[k * classes + c] += f[row * width + k] * direction }
      }
    }
    return (weight, bias)
  }

  @Test func oneJointStepIsBothGradients() throws {
    let task = try makeTask()
    let result = try OnePointContraction(options: oneStep(coefficient: 3)).unlearn(task)
    let kept = task.original.predict(task.retain)
    let entropy = headGradient(
      logits: kept.logits.doubles, features: kept.features.doubles, labels: task.retain.labels)
    let force = pull(task.original.predict(task.forget))
    func wanted(_ before: Parameter, _ a: [Double], _ b: [Double]) -> [Double] {
      zip(before.tensor.doubles, zip(a, b)).map { $0 - 0.5 * ($1.0 + 3 * $1.1) }
    }
    let weight = wanted(task.original.headWeight, entropy.weight, force.weight)
    let bias = wanted(task.original.headBias, entropy.bias, force.bias)
    #expect(largestDifference(result.network.headWeight.tensor.doubles, weight) < 1e-6)
    #expect(largestDifference(result.network.headBias.tensor.doubles, bias) < 1e-6)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.gradientEvaluations == 1)
    #expect(result.ledger.forgetVisits == 16 && result.ledger.retainVisits == 48)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
  }

  @Test func forgetOnlyIsThePullAlone() throws {
    let task = try makeTask()
    var options = oneStep()
    options.batches = .forgetOnly
    let result = try OnePointContraction(options: options).unlearn(task)
    let force = pull(task.original.predict(task.forget))
    let bias = zip(task.original.headBias.tensor.doubles, force.bias).map { $0 - 0.5 * $1 }
    #expect(largestDifference(result.network.headBias.tensor.doubles, bias) < 1e-6)
    #expect(result.ledger.retainVisits == 0 && !result.ledger.knowledge.retainLabels)
  }

  @Test func contractingFeaturesLeavesTheHeadToTheRetainSet() throws {
    let task = try makeTask()
    var options = oneStep()
    options.target = .features
    options.batches = .forgetOnly
    let result = try OnePointContraction(options: options).unlearn(task)
    #expect(result.network.headWeight.tensor.floats == task.original.headWeight.tensor.floats)
    #expect(result.network.parameters[0].tensor.floats != task.original.parameters[0].tensor.floats)
  }

  @Test func withoutContractionItIsFineTuning() throws {
    let task = try makeTask()
    var options = OnePointContraction.Options()
    options.coefficient = 0
    options.update.gradientClip = nil
    let alone = try FineTune(options: .init()).unlearn(task)
    #expect(bits(try OnePointContraction(options: options).unlearn(task).network) == bits(alone.network))
    options.coefficient = 1
    #expect(bits(try OnePointContraction(options: options).unlearn(task).network) != bits(alone.network))
  }

  @Test func theCoefficientRisesInTheWarmup() {
    var options = OnePointContraction.Options()
    options.coefficient = 2
    #expect(options.coefficient(step: 0, stepsPerEpoch: 5) == 2)
    options.warmupEpochs = 2
    #expect(options.coefficient(step: 0, stepsPerEpoch: 5) == 0.2)
    #expect(options.coefficient(step: 4, stepsPerEpoch: 5) == 1)
    #expect(options.coefficient(step: 9, stepsPerEpoch: 5) == 2)
    #expect(options.coefficient(step: 30, stepsPerEpoch: 5) == 2)
  }

  @Test(arguments: [StreamArrangement.joint, .alternating, .sequential])
  func contractsTheForgetSetAndKeepsTheRest(batches: StreamArrangement) throws {
    let task = try makeTask(epochs: 4)
    let before = ForgetNorms(task.original.predict(task.forget))
    var options = OnePointContraction.Options()
    options.batches = batches
    options.update.epochs = 15
    let result = try OnePointContraction(options: options).unlearn(task)
    let after = ForgetNorms(result.network.predict(task.forget))
    #expect(after.meanLogitNorm < 0.2 * before.meanLogitNorm)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    #expect(result.diagnostic("forget-logit-norm-mean") == after.meanLogitNorm)
    #expect(result.diagnostic("forget-logit-norm-max") == after.maximumLogitNorm)
    #expect(result.notes.isEmpty)
  }

  @Test func aCollapseIsNotedAndADivergenceThrown() throws {
    let task = try makeTask(epochs: 4)
    var options = OnePointContraction.Options()
    options.target = .features
    options.coefficient = 100
    options.update.gradientClip = nil
    options.update.epochs = 6
    let result = try OnePointContraction(options: options).unlearn(task)
    guard case .retainCollapsed = result.notes.first else {
      Issue.record("no collapse: \(result.diagnostics)")
      return
    }
    options.norm = .squared
    options.coefficient = 1e6
    options.update.learningRate = 900
    #expect(throws: TrainingError.self) { try OnePointContraction(options: options).unlearn(task) }
  }

  @Test func stopsWhenToldTo() throws {
    let task = try makeTask(epochs: 4)
    var options = OnePointContraction.Options()
    options.stopAccuracy = 1
    let result = try OnePointContraction(options: options).unlearn(task)
    #expect(result.epochs.count == 1 && result.notes.count == 1)
  }

  @Test func normsByHand() {
    let norms = ForgetNorms(
      Predictions(
        logits: Tensor([0.6, 0.8, 3, 4], shape: [2, 2]),
        features: Tensor([0, 0, 0, 5, 0, 12] as [Float], shape: [2, 3]),
        labels: [0, 1]))
    #expect(abs(norms.meanLogitNorm - 3) < 1e-6 && abs(norms.maximumLogitNorm - 5) < 1e-6)
    #expect(norms.contractedFraction == 0.5)
    #expect(abs(norms.meanFeatureNorm - 6.5) < 1e-6 && abs(norms.maximumFeatureNorm - 13) < 1e-6)
  }

  @Test func optionsSurviveARoundTrip() throws {
    typealias Options = OnePointContraction.Options
    var options = Options()
    options.target = .features
    options.norm = .squared
    options.coefficient = 0.25
    options.warmupEpochs = 2
    options.batches = .alternating
    options.stopAccuracy = 0.1
    options.update.momentum = 0
    #expect(try Options(overlaying: options.encodedOptions()) == options)
    #expect(try Options(overlaying: [:]) == Options())
    #expect(Set(Options.defaults().keys) == Set(Options.rules.keys))
    #expect(Options().problems().isEmpty)
    #expect(Options().update.gradientClip == 1)
    #expect(try Options(overlaying: ["gradient-clip": .null]).update.gradientClip == nil)
    let made = try UnlearnerEntry(OnePointContraction.self).make(json: Data(#"{"norm": "squared"}"#.utf8))
    #expect((made as? OnePointContraction)?.options.norm == .squared)
    #expect(throws: LearningError.self) {
      try UnlearnerEntry(OnePointContraction.self).make(["norm": .string("l1")])
    }
  }
}

@Suite(.serialized) struct OnePointContractionDeterminismTests {
  @Test(arguments: StreamArrangement.allCases) func sameBits(batches: StreamArrangement) throws {
    let task = try makeTask(ConvNet.self, epochs: 2)
    var options = OnePointContraction.Options()
    options.batches = batches
    options.update.epochs = 2
    options.update.augmentation = .cropFlip
    let threads = Threads.count
    defer { Threads.count = threads }
    Threads.count = 1
    let first = try OnePointContraction(options: options).unlearn(task)
    let again = try OnePointContraction(options: options).unlearn(task)
    Threads.count = 2
    let two = try OnePointContraction(options: options).unlearn(task)
    #expect(bits(first.network) == bits(again.network))
    #expect(bits(first.network) == bits(two.network))
    #expect(first.diagnostics == two.diagnostics)
  }
}
