/// The accuracies of an unlearned network, in percent.
///
/// Source: methods.md C.1
public struct AccuracyScores: Equatable, Sendable {
  /// UA: 100 − accuracy on the forget training samples.
  public let unlearnedAccuracy: MetricValue
  /// UA-test: 100 − accuracy on the test samples of the forgotten classes.
  public let unlearnedTestAccuracy: MetricValue
  /// RA: accuracy on the retain training samples.
  public let retainAccuracy: MetricValue
  /// TA: test accuracy, over the retained classes when classes are forgotten, over all otherwise.
  public let testAccuracy: MetricValue
  /// TA-all: test accuracy over all classes.
  public let allTestAccuracy: MetricValue

  /// The accuracies from what the network answered.
  ///
  /// Shapes: logits [N, C] each; forgetClasses nil unless whole classes are forgotten
  public init(forget: LabelledLogits, retain: LabelledLogits, test: LabelledLogits, forgetClasses: [Int]?) {
    unlearnedAccuracy = forget.accuracy.map { 100 - $0 }
    unlearnedTestAccuracy =
      forgetClasses.map { test.of(classes: $0).accuracy.map { 100 - $0 } } ?? .undefined(noForgottenClass)
    retainAccuracy = retain.accuracy
    testAccuracy = forgetClasses.map { test.except(classes: $0).accuracy } ?? test.accuracy
    allTestAccuracy = test.accuracy
  }

  /// Name and value as the tables know them.
  public var columns: [(name: String, value: MetricValue)] {
    [
      ("UA", unlearnedAccuracy), ("UA-test", unlearnedTestAccuracy), ("RA", retainAccuracy), ("TA", testAccuracy),
      ("TA-all", allTestAccuracy),
    ]
  }
}

let noForgottenClass = "no whole class is forgotten"
