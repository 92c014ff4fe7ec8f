/// How a least-squares fit is made; every value that can decide its outcome.
public struct LeastSquaresSettings: Sendable, Equatable {
  /// Whether the map has a constant term.
  public var intercept: Bool
  /// λ relative to trace(FᵀF)/d of the features as they come (not centred), so that one number means the same for
  /// every network and with or without intercept. 0: no penalty, minimum-norm solution.
  public var ridge: Double
  /// Whether the penalty covers the constant term. Penalising it makes the solution depend on where the targets'
  /// origin lies.
  public var penalisesIntercept: Bool
  /// Singular values of the (centred) features at or below this times the largest are treated as zero when there is
  /// no ridge, and never counted in the rank.
  public var relativeCutoff: Double

  /// Settings from their parts. The cutoff's default lies above the rounding of Float32 features (6e-8).
  public init(
    intercept: Bool = true, ridge: Double = 1e-6, penalisesIntercept: Bool = false, relativeCutoff: Double = 1e-6
  ) {
    precondition(ridge >= 0 && ridge.isFinite, "a ridge of \(ridge)")
    precondition(relativeCutoff >= 0 && relativeCutoff < 1, "a relative cutoff of \(relativeCutoff)")
    self.intercept = intercept
    self.ridge = ridge
    self.penalisesIntercept = penalisesIntercept
    self.relativeCutoff = relativeCutoff
  }
}

/// A fitted map with what is needed to judge it.
public struct LeastSquaresFit: Sendable {
  /// Which way the equations were solved.
  public enum Solver: String, Sendable {
    /// Normal equations, Cholesky.
    case cholesky
    /// Pseudo-inverse from the eigenvalues of the Gram matrix: exactly rank-deficient features, no ridge.
    case pseudoInverse = "pseudo-inverse"
    /// Block-wise QR of the features, then a singular value decomposition: ill-conditioned features.
    case orthogonal
    /// The features do not vary: only the constant term is left.
    case constant
  }

  /// The fitted map, [d] → [k].
  public let map: AffineMap
  /// Spectrum of the features as fitted: centred when there is an unpenalised intercept.
  public let spectrum: Spectrum
  /// The absolute penalty λ that was added.
  public let penalty: Double
  /// The way the equations were solved.
  public let solver: Solver
  /// Number of samples fitted.
  public let sampleCount: Int

  /// Condition number of the features over the directions that count; nil when none does.
  public var conditionNumber: Double? { spectrum.conditionNumber }
  /// Exponential of the spectral entropy.
  public var effectiveRank: Double { spectrum.effectiveRank }
  /// Number of directions that count.
  public var numericalRank: Int { spectrum.rank }
}

/// The affine map that takes features to targets with the least squared error, plus a ridge.
///
/// W, c = argmin Σᵢ |xᵢ·W + c − yᵢ|² + λ|W|². An unpenalised constant term is fitted by centring both sides, which
/// is exact. The normal equations are solved in Double; they square the condition number, so where λ leaves them
/// worse than 1e10 the fit goes through orthogonal factors instead. Rank-deficient features without a ridge get
/// the minimum-norm solution. Features that vary by no more than Float32 rounding of their size count as constant.
///
/// Shapes: features [n, d], targets [n, k] → map [d] → [k]
/// Error:  accumulates in Double; relative, about 1e-16 · κ² of the ridged features up to κ = 1e5, 1e-16 · κ beyond
/// Random: none; the same bits on every run and for every thread count
/// Throws: `LinearAlgebraError` when there are no samples, their numbers differ, or a value is not finite
/// Source: methods.md A.4; deviation: pseudo-inverse where the Gram matrix is singular
public func leastSquares(
  _ features: SampleMatrix, _ targets: SampleMatrix, settings: LeastSquaresSettings = LeastSquaresSettings()
) throws(LinearAlgebraError) -> LeastSquaresFit {
  guard features.rows > 0, features.columns > 0 else { throw .empty(what: "a least-squares fit") }
  guard features.rows == targets.rows else {
    throw .rowMismatch(what: "a least-squares fit", expected: features.rows, found: targets.rows)
  }
  let normal = try NormalEquations(features, targets, settings: settings)
  return try normal.fit()
}
