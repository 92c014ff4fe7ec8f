import TensorCore

/// Which samples the attacker fits the recovery on.
public enum CalibrationSource: String, Codable, CaseIterable, Sendable {
  /// A random half of the test set, all classes: held-out data, no access to what was forgotten. The default.
  case heldOut = "held-out"
  /// The same half, without the forgotten classes.
  case heldOutRetain = "held-out-retain"
  /// The retain training samples.
  case retainTrain = "retain-train"
  /// All training samples, the forgotten ones among them: the strongest attacker.
  case fullTrain = "full-train"
}

/// The rows a recovery is fitted on and judged on, as positions in a dataset's splits.
///
/// The test set is cut in two halves at random. One half is for calibration, whether the source uses it or not; the
/// other is always the evaluation half, so that sources are compared on the same samples.
public struct CalibrationPlan: Equatable, Sendable {
  /// A part of a dataset.
  public enum Split: String, Sendable {
    case train, test
  }

  /// Where the source came from.
  public let source: CalibrationSource
  /// The part of the dataset that `calibration` points into.
  public let split: Split
  /// Rows to fit on, ascending positions in `split`.
  public let calibration: [Int]
  /// Rows to judge on, ascending positions in the test set.
  public let evaluation: [Int]

  /// The rows for a source.
  ///
  /// Shapes: retain and forget, positions in the training set; testLabels [N]; forgetClasses nil unless whole classes
  ///         are forgotten (then no test sample is of a forgotten kind, and held-out-retain equals held-out)
  /// Random: one permutation of the test set from `random`
  /// Throws: `RecoveryError.noCalibration`, `.noEvaluation` when a side is empty
  public init(
    source: CalibrationSource, retain: [Int], forget: [Int], testLabels: [Int32], forgetClasses: [Int]?,
    random: RandomStream
  ) throws(RecoveryError) {
    var random = random
    let order = random.permutation(testLabels.count)
    let half = testLabels.count / 2
    let firstHalf = order[..<half].sorted()
    evaluation = order[half...].sorted()
    self.source = source
    switch source {
    case .heldOut:
      (split, calibration) = (.test, firstHalf)
    case .heldOutRetain:
      let forgotten = Set((forgetClasses ?? []).map(Int32.init))
      (split, calibration) = (.test, firstHalf.filter { !forgotten.contains(testLabels[$0]) })
    case .retainTrain:
      (split, calibration) = (.train, retain.sorted())
    case .fullTrain:
      (split, calibration) = (.train, (retain + forget).sorted())
    }
    guard !calibration.isEmpty else { throw .noCalibration(source) }
    guard !evaluation.isEmpty else { throw .noEvaluation }
  }
}
