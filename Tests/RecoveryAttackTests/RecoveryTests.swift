import Evaluation
import Learning
import TensorCore
import Testing

@testable import RecoveryAttack

@Suite struct RecoveryTests {
  let scene = PlantedScene(count: 540, seed: 1)

  static func mapping(_ change: (inout FeatureMapping.Options) -> Void = { _ in }) -> FeatureMapping {
    var options = FeatureMapping.Options()
    change(&options)
    return FeatureMapping(options: options)
  }

  static func head(_ change: (inout HeadRecovery.Options) -> Void = { _ in }) -> HeadRecovery {
    var options = HeadRecovery.Options()
    change(&options)
    return HeadRecovery(options: options)
  }

  func scores(_ result: RecoveryResult) -> RecoveryScores {
    let evaluation = LabelledLogits(logits: result.evaluationLogits, labels: scene.evaluationLabels)
    let forget = scene.evaluationLabels.filter { scene.forgetClasses.contains(Int($0)) }
    return RecoveryScores(
      evaluation: evaluation,
      forgetTraining: LabelledLogits(logits: result.forgetTrainingLogits, labels: forget),
      forgetClasses: scene.forgetClasses)
  }

  @Test func aPlantedLinearMapIsUndoneExactly() throws {
    let view = scene.view(unlearned: scene.moved(seed: 5))
    for result in [
      try Self.mapping { $0.ridge = 0 }.recover(view),
      try Self.head {
        $0.ridge = 0
        $0.target = .originalLogits
      }.recover(view),
    ] {
      #expect((result.evaluationLogits - scene.evaluationLogits).maximumMagnitude < 1e-10)
      #expect(result.diagnostics.numericalRank == 12 && result.diagnostics.solver == .cholesky)
      #expect(scores(result).forgetTest.unlearnedAccuracy == .value(0))
      #expect(scores(result).forgetTraining.withinForgetAUC == .value(1))
    }
  }

  @Test(arguments: [0, 1e-6, 1e-2])
  func headRecoveryFromLogitsIsFeatureMappingAndTheHead(ridge: Double) throws {
    let view = scene.view(unlearned: scene.moved(noise: 1, seed: 6))
    func difference(intercept: Bool, penalised: Bool) throws -> Double {
      let mapped = try Self.mapping {
        $0.ridge = ridge
        $0.intercept = intercept
        $0.penaliseIntercept = penalised
      }.recover(view)
      let recovered = try Self.head {
        $0.target = .originalLogits
        $0.ridge = ridge
        $0.intercept = intercept
        $0.penaliseIntercept = penalised
      }.recover(view)
      return (mapped.evaluationLogits - recovered.evaluationLogits).maximumMagnitude
    }
    #expect(try difference(intercept: true, penalised: false) < 1e-9)
    // The head's bias is not in the span of the features, so the identity breaks; a penalised constant half breaks it.
    #expect(try difference(intercept: false, penalised: false) > 1e-3)
    if ridge > 0 { #expect(try difference(intercept: true, penalised: true) > 1e-8) }
  }

  @Test(arguments: [0, 1e-6])
  func rankDeficientFeaturesRecoverWhatIsLeft(ridge: Double) throws {
    // Features 6–11 repeat 0–5: half the columns say nothing new.
    var unlearned = scene.original
    for r in 0..<unlearned.rows { for c in 6..<12 { unlearned[r, c] = unlearned[r, c - 6] } }
    let result = try Self.head { $0.ridge = ridge }.recover(scene.view(unlearned: unlearned))
    #expect(result.diagnostics.numericalRank == 6)
    #expect(result.diagnostics.solver == (ridge == 0 ? .pseudoInverse : .cholesky))
    #expect(result.evaluationLogits.allFinite)
    #expect(scores(result).forgetTest.unlearnedAccuracy == .value(0))
  }

  @Test(arguments: [0, 1e-6])
  func contractedForgetFeaturesAnswerOneClass(ridge: Double) throws {
    // One-point contraction: the forgotten classes share one feature, the others are as they were.
    var unlearned = scene.original
    for r in 0..<unlearned.rows where scene.labels[r] < 3 {
      for c in 0..<12 { unlearned[r, c] = 0.5 }
    }
    let view = scene.view(unlearned: unlearned)
    for result in [
      try Self.mapping { $0.ridge = ridge }.recover(view), try Self.head { $0.ridge = ridge }.recover(view),
    ] {
      let found = scores(result)
      #expect(abs(found.forgetTest.unlearnedAccuracy.value! - 200.0 / 3) < 1e-9)
      #expect(abs(found.forgetTest.balancedAccuracy.value! - 100.0 / 3) < 1e-9)
      #expect(found.forgetTest.withinForgetAUC == .value(0.5))
      #expect(found.retainedAccuracy.value! > 95)
      let constant = ConstantPredictor(labels: scene.evaluationLabels, forgetClasses: scene.forgetClasses)
      #expect(found.forgetTest.unlearnedAccuracy == constant.bestUnlearnedAccuracy)
    }
  }

  @Test func featuresAtOnePointRecoverAConstant() throws {
    let view = scene.view(unlearned: Matrix(rows: 540, columns: 12, repeating: 0.25))
    let result = try Self.head().recover(view)
    #expect(result.diagnostics.solver == .constant && result.diagnostics.conditionNumber == nil)
    #expect(result.diagnostics.numericalRank == 0)
    #expect(Set((0..<180).map { result.evaluationLogits.row($0) }).count == 1)
  }

  @Test func withoutInterceptZeroFeaturesAnswerWithTheBias() throws {
    let view = scene.view(unlearned: Matrix(rows: 540, columns: 12))
    let result = try Self.mapping { $0.intercept = false }.recover(view)
    for r in 0..<180 { #expect(result.evaluationLogits.row(r) == scene.head.intercept) }
  }

  @Test func oneHotHeadsDifferFromFeatureMapping() throws {
    let view = scene.view(unlearned: scene.moved(noise: 2, seed: 8))
    let (mapped, recovered) = (try Self.mapping().recover(view), try Self.head().recover(view))
    #expect((mapped.evaluationLogits - recovered.evaluationLogits).maximumMagnitude > 0.1)
    #expect(scores(mapped).forgetTest.unlearnedAccuracy.value! < 30)
    #expect(scores(recovered).forgetTest.unlearnedAccuracy.value! < 30)
  }

  @Test func theDefaultsAreTheDocumentedOnes() {
    let mapping = FeatureMapping(), head = HeadRecovery()
    #expect(mapping.source == .heldOut && head.source == .heldOut && head.options.target == .oneHot)
    for settings in [mapping.settings, head.settings] {
      #expect(
        settings
          == LeastSquaresSettings(intercept: true, ridge: 1e-6, penalisesIntercept: false, relativeCutoff: 1e-6))
    }
  }

  @Test func optionsReadKebabCaseKeysStrictly() throws {
    let read = try HeadRecovery.Options(overlaying: [
      "calibration": .string("retain-train"), "penalise-intercept": .bool(true), "target": .string("original-logits"),
    ])
    #expect(read.calibration == .retainTrain && read.penaliseIntercept && read.target == .originalLogits)
    #expect(read.ridge == 1e-6 && read.intercept)
    #expect(Set(HeadRecovery.Options.defaults().keys) == Set(HeadRecovery.Options.rules.keys))
    #expect(Set(FeatureMapping.Options.defaults().keys) == Set(FeatureMapping.Options.rules.keys))
    for wrong: [String: OptionValue] in [
      ["target": .string("one-hot")], ["ridge": .number(-1)], ["calibration": .string("held out")],
      ["relative-cutoff": .integer(1)], ["intercept": .integer(1)],
    ] {
      #expect(throws: (any Error).self) { try FeatureMapping.Options(overlaying: wrong) }
    }
  }

  @Test func brokenFeaturesAreATypedError() {
    var unlearned = scene.original
    unlearned[3, 3] = .nan
    let view = scene.view(unlearned: unlearned)
    let cause = LinearAlgebraError.notFinite(what: "the features of a least-squares fit")
    #expect(throws: RecoveryError.fit(variant: "recover-head", cause: cause)) { try Self.head().recover(view) }
    let text = RecoveryError.fit(variant: "recover-head", cause: cause).description
    #expect(text.hasPrefix("recover-head: the fit failed. the features") && text.contains("diverged"))
  }
}
