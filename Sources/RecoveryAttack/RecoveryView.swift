import TensorCore

/// What the attacker of a performance recovery may know, and nothing else.
///
/// The threat model: the original network is available (its features on data of the attacker's own, and its head),
/// the unlearned network can be run, and nothing in it is trained. How it was unlearned is not part of the view.
public struct RecoveryView: Sendable {
  /// Calibration samples' features after unlearning; [n, d].
  public let unlearnedFeatures: SampleMatrix
  /// The same samples' features in the original network; [n, d′].
  public let originalFeatures: SampleMatrix
  /// The same samples' labels; [n].
  public let labels: [Int32]
  /// The original network's classifier; [d′] → [C].
  public let originalHead: AffineMap
  /// Features after unlearning of the test samples that the recovery is judged on; [m, d].
  public let evaluation: SampleMatrix
  /// Features after unlearning of the forget training samples; [f, d].
  public let forgetTraining: SampleMatrix

  /// A view from its parts.
  ///
  /// Shapes: unlearnedFeatures [n, d], originalFeatures [n, d′], labels [n], originalHead [d′] → [C],
  ///         evaluation [m, d], forgetTraining [f, d]
  public init(
    unlearnedFeatures: SampleMatrix, originalFeatures: SampleMatrix, labels: [Int32], originalHead: AffineMap,
    evaluation: SampleMatrix, forgetTraining: SampleMatrix
  ) {
    let (n, d) = (unlearnedFeatures.rows, unlearnedFeatures.columns)
    precondition(
      originalFeatures.rows == n && labels.count == n,
      "\(n) unlearned features, \(originalFeatures.rows) original features, \(labels.count) labels")
    precondition(
      originalFeatures.columns == originalHead.inputCount,
      "features of \(originalFeatures.columns) values for a head of \(originalHead.inputCount)")
    precondition(
      evaluation.columns == d && forgetTraining.columns == d,
      "features of \(d), \(evaluation.columns) and \(forgetTraining.columns) values from one network")
    self.unlearnedFeatures = unlearnedFeatures
    self.originalFeatures = originalFeatures
    self.labels = labels
    self.originalHead = originalHead
    self.evaluation = evaluation
    self.forgetTraining = forgetTraining
  }

  /// C.
  public var classCount: Int { originalHead.outputCount }
}
