import Testing
import TensorCore

@testable import Evaluation

@Suite struct AccuracyTests {
  /// One-hot logits that answer `answers`.
  static func answering(_ answers: [Int], labels: [Int32], classCount: Int = 4) -> LabelledLogits {
    var logits = Matrix(rows: answers.count, columns: classCount)
    for (row, answer) in answers.enumerated() { logits[row, answer] = 1 }
    return LabelledLogits(logits: logits, labels: labels)
  }

  @Test func predictionsTakeTheLowerOfEqualsAndRefuseNaN() {
    let logits = Matrix([[1, 1, 0], [0, 2, 2], [.nan, 5, 0], [0, 5, .nan], [-1, -3, -2]])
    #expect(LabelledLogits(logits: logits, labels: [0, 1, 1, 1, 0]).predictions == [0, 1, -1, -1, 0])
  }

  @Test func accuraciesAreHandComputed() {
    // Class 0: 3 of 4 right; class 1: 0 of 1; class 2: 1 of 1.
    let samples = Self.answering([0, 0, 0, 1, 2, 2], labels: [0, 0, 0, 0, 1, 2])
    #expect(samples.accuracy == .value(100 * 4.0 / 6))
    #expect(samples.balancedAccuracy.value.map { abs($0 - 100 * (0.75 + 0 + 1) / 3) < 1e-12 } == true)
    #expect(samples.of(classes: [0, 2]).accuracy == .value(80))
    #expect(samples.except(classes: [0, 2]).accuracy == .value(0))
    #expect(samples.of(classes: [3]).accuracy == .undefined("no samples"))
    #expect(samples.of(classes: [3]).balancedAccuracy == .undefined("no samples"))
  }

  @Test func unlearningColumnsFollowTheirDefinitions() {
    let forget = Self.answering([0, 1, 2, 3], labels: [0, 0, 0, 0])
    let retain = Self.answering([1, 1, 2, 3, 3], labels: [1, 1, 2, 3, 1])
    let test = Self.answering([0, 2, 1, 2, 1, 3, 3, 0], labels: [0, 0, 1, 2, 2, 3, 3, 0])
    let scores = AccuracyScores(forget: forget, retain: retain, test: test, forgetClasses: [0])
    #expect(scores.unlearnedAccuracy == .value(75))
    #expect(scores.retainAccuracy == .value(80))
    #expect(scores.testAccuracy == .value(80))
    #expect(scores.allTestAccuracy == .value(75))
    #expect(scores.unlearnedTestAccuracy.value.map { abs($0 - 100.0 / 3) < 1e-12 } == true)
    #expect(scores.columns.map(\.name) == ["UA", "UA-test", "RA", "TA", "TA-all"])

    let elementwise = AccuracyScores(forget: forget, retain: retain, test: test, forgetClasses: nil)
    #expect(elementwise.testAccuracy == elementwise.allTestAccuracy)
    #expect(elementwise.unlearnedTestAccuracy == .undefined("no whole class is forgotten"))
  }

  @Test func areaUnderCurveCountsPairs() {
    #expect(areaUnderCurve(positives: [0.8, 0.4], negatives: [0.4, 0.1]) == .value(0.875))
    #expect(areaUnderCurve(positives: [1, 2], negatives: [3, 4]) == .value(0))
    #expect(areaUnderCurve(positives: [1, 1, 1], negatives: [1, 1]) == .value(0.5))
    #expect(areaUnderCurve(positives: [], negatives: [1]).value == nil)
    #expect(areaUnderCurve(positives: [.nan], negatives: [1]) == .undefined("a score is not a number"))
  }

  @Test func withinForgetAUCIgnoresHowMuchTheClassesAreAvoided() {
    // Class 3 always wins; among 0 and 1 the order is right for all but one sample.
    let logits = Matrix([[2, 1, 0, 99], [2, 1, 0, 99], [1, 2, 0, 99], [3, 1, 0, 99], [0, 0, 9, 9]])
    let samples = LabelledLogits(logits: logits, labels: [0, 0, 1, 1, 2])
    // Scores of class 0 grow with z₀ − z₁: positives 1, 1; negatives −1, 2. Class 1 mirrors them.
    #expect(withinClassesAUC(samples, classes: [0, 1]) == .value(0.5))
    #expect(withinClassesAUC(samples, classes: [0]).value == nil)
    #expect(withinClassesAUC(samples, classes: [0, 3]).value == nil)
    let flat = LabelledLogits(logits: Matrix(rows: 4, columns: 3, repeating: 0.1), labels: [0, 1, 2, 1])
    #expect(withinClassesAUC(flat, classes: [0, 1, 2]) == .value(0.5))
  }

  @Test func withinForgetAUCMatchesScikitLearn() {
    #expect(abs(withinClassesAUC(SoftmaxTests.golden, classes: [0, 1, 2]).value! - 0.5777777777777778) < 1e-12)
  }

  @Test func recoveryIsScoredOnForgottenAndRetainedClasses() {
    let evaluation = Self.answering([0, 1, 1, 2, 3, 2], labels: [0, 0, 1, 2, 3, 3])
    let training = Self.answering([0, 0, 1, 3], labels: [0, 0, 1, 1])
    let scores = RecoveryScores(evaluation: evaluation, forgetTraining: training, forgetClasses: [0, 1])
    #expect(scores.forgetTest.unlearnedAccuracy.value.map { abs($0 - 100.0 / 3) < 1e-12 } == true)
    #expect(scores.forgetTest.balancedAccuracy == .value(75) && scores.forgetTest.count == 3)
    #expect(scores.forgetTraining.unlearnedAccuracy == .value(25))
    #expect(scores.retainedAccuracy.value.map { abs($0 - 200.0 / 3) < 1e-12 } == true)
    let elementwise = RecoveryScores(evaluation: evaluation, forgetTraining: training, forgetClasses: nil)
    #expect(elementwise.forgetTest.unlearnedAccuracy.value == nil)
    #expect(elementwise.retainedAccuracy.value.map { abs($0 - 400.0 / 6) < 1e-12 } == true)
  }

  @Test func aConstantHasUA667OnThreeBalancedClasses() {
    let labels = (0..<30).map { Int32($0 % 5) }
    let constant = ConstantPredictor(labels: labels, forgetClasses: [0, 1, 2])
    #expect(abs(constant.bestUnlearnedAccuracy.value! - 66.6666666666) < 1e-8 && constant.bestClass == 0)
    #expect(abs(constant.balancedAccuracy.value! - 33.3333333333) < 1e-8)
    #expect(constant.withinForgetAUC == .value(0.5))
    // Unbalanced: 1, 3 and 2 samples.
    let skewed = ConstantPredictor(labels: [7, 8, 8, 8, 9, 9, 1], forgetClasses: [7, 8, 9])
    #expect(skewed.bestClass == 8 && skewed.bestUnlearnedAccuracy == .value(50))
    #expect(skewed.unlearnedAccuracies[7].flatMap(\.value).map { abs($0 - 500.0 / 6) < 1e-12 } == true)
    #expect(ConstantPredictor(labels: [1], forgetClasses: [0]).bestUnlearnedAccuracy.value == nil)
  }

  @Test func theConstantControlIsWhatAConstantAnswerScores() {
    let labels: [Int32] = [0, 0, 1, 2, 2, 2, 3]
    let always = Self.answering([Int](repeating: 2, count: 7), labels: labels)
    let scores = ForgetScores(always, classes: [0, 1, 2])
    let constant = ConstantPredictor(labels: labels, forgetClasses: [0, 1, 2])
    #expect(scores.unlearnedAccuracy == constant.bestUnlearnedAccuracy && constant.bestClass == 2)
    #expect(abs(scores.balancedAccuracy.value! - constant.balancedAccuracy.value!) < 1e-12)
    #expect(scores.withinForgetAUC == constant.withinForgetAUC)
  }

  @Test func valuesThatAreNotFiniteAreUndefined() {
    #expect(MetricValue(.nan) == .undefined("not a finite number"))
    #expect(MetricValue(meanOf: []) == .undefined("no samples"))
    #expect(MetricValue(meanOf: [1, 2]) == .value(1.5))
    #expect(MetricValue.undefined("why").description == "undefined (why)")
    #expect(MetricValue.value(1).map { $0 / 0 }.value == nil)
  }
}
