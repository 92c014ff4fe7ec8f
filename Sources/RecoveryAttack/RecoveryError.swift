import TensorCore

/// What can go wrong in a recovery attack, with what, where and the remedy.
public enum RecoveryError: Error, Equatable, Sendable {
  /// The source has no samples to fit on.
  case noCalibration(CalibrationSource)
  /// There are no test samples to judge on.
  case noEvaluation
  /// The fit failed.
  case fit(variant: String, cause: LinearAlgebraError)
}

extension RecoveryError: CustomStringConvertible {
  /// What, where, the remedy and the cause.
  public var description: String {
    switch self {
    case .noCalibration(let source):
      """
      calibration source '\(source.rawValue)' has no samples. \
      Choose another of \(CalibrationSource.allCases.map(\.rawValue).joined(separator: ", ")), or a larger dataset.
      """
    case .noEvaluation:
      "the test set leaves no samples to judge a recovery on. Give the dataset a test set of at least two samples."
    case .fit(let variant, let cause):
      "\(variant): the fit failed. \(cause)"
    }
  }
}
