/// What can go wrong in a factorisation or a fit, with what, where and the remedy.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// An input has an infinite element or one that is not a number.
  case notFinite(what: String)
  /// There is nothing to fit.
  case empty(what: String)
  /// Two inputs that belong together have different numbers of rows.
  case rowMismatch(what: String, expected: Int, found: Int)
  /// A Cholesky factorisation met a minor that is not positive.
  case notPositiveDefinite(order: Int, size: Int)
  /// An iterative LAPACK routine did not converge, or refused its arguments.
  case failed(routine: String, info: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// What, where and the remedy, in one sentence each.
  public var description: String {
    switch self {
    case .notFinite(let what):
      "\(what): an element is infinite or not a number. Look at the run that produced it; it has diverged."
    case .empty(let what):
      "\(what): there are no rows to fit. Give the fit at least one sample."
    case .rowMismatch(let what, let expected, let found):
      "\(what): \(found) rows where \(expected) were expected. Features and targets must be of the same samples."
    case .notPositiveDefinite(let order, let size):
      """
      a \(size)x\(size) matrix is not positive definite (leading minor \(order)). \
      Add a ridge, or solve with the pseudo-inverse.
      """
    case .failed(let routine, let info):
      "\(routine) failed (info \(info)). The matrix may be badly scaled; rescale it or add a ridge."
    }
  }
}
