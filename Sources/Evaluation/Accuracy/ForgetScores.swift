/// What a network still tells about samples that it should have forgotten.
public struct ForgetScores: Equatable, Sendable {
  /// 100 − accuracy, percent.
  public let unlearnedAccuracy: MetricValue
  /// Mean of the classes' accuracies, percent; 100/k for an answer that is always one of k classes.
  public let balancedAccuracy: MetricValue
  /// Whether the classes can be told apart among themselves, [0, 1]; 0.5 for no information.
  public let withinForgetAUC: MetricValue
  /// Number of samples looked at.
  public let count: Int

  /// Scores on the samples of `classes`, or on all samples when nil (element-wise forgetting).
  ///
  /// Shapes: logits [N, C]
  public init(_ samples: LabelledLogits, classes: [Int]?) {
    let chosen = classes.map(samples.of(classes:)) ?? samples
    count = chosen.count
    unlearnedAccuracy = chosen.accuracy.map { 100 - $0 }
    balancedAccuracy = chosen.balancedAccuracy
    withinForgetAUC = withinClassesAUC(chosen, classes: classes ?? Array(0..<chosen.classCount))
  }

  /// Scores that cannot be measured.
  init(undefined reason: String) {
    count = 0
    unlearnedAccuracy = .undefined(reason)
    balancedAccuracy = .undefined(reason)
    withinForgetAUC = .undefined(reason)
  }
}

/// A recovered network, judged: the columns of a recovery table.
///
/// Read `UA-…` against `ConstantPredictor`, retrain and a randomly initialised network, never alone (methods.md A.4).
public struct RecoveryScores: Equatable, Sendable {
  /// On the evaluation rows of the forgotten classes: UA-FM, UA-HR and their companions.
  public let forgetTest: ForgetScores
  /// On the forget training samples.
  public let forgetTraining: ForgetScores
  /// Accuracy on the evaluation rows of the retained classes (of all classes when none is forgotten), percent.
  public let retainedAccuracy: MetricValue

  /// Scores from the recovered logits.
  ///
  /// Shapes: logits [N, C] each; forgetClasses nil unless whole classes are forgotten
  public init(evaluation: LabelledLogits, forgetTraining: LabelledLogits, forgetClasses: [Int]?) {
    if let forgetClasses {
      forgetTest = ForgetScores(evaluation, classes: forgetClasses)
      retainedAccuracy = evaluation.except(classes: forgetClasses).accuracy
    } else {
      forgetTest = ForgetScores(undefined: noForgottenClass)
      retainedAccuracy = evaluation.accuracy
    }
    self.forgetTraining = ForgetScores(forgetTraining, classes: forgetClasses)
  }
}
