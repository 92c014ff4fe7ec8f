import Foundation

/// What the singular values of a feature matrix say about it.
public struct Spectrum: Sendable, Equatable {
  /// Singular values, descending.
  public let singularValues: [Double]
  /// Singular values at or below this do not count: relative cutoff times the largest, or the rounding of the
  /// samples themselves.
  public let cutoff: Double

  /// Number of singular values that count.
  public var rank: Int { singularValues.count { $0 > cutoff } }

  /// Largest singular value over the smallest one that counts; nil when none counts.
  public var conditionNumber: Double? {
    let kept = singularValues.prefix(rank)
    guard let first = kept.first, let last = kept.last else { return nil }
    return first / last
  }

  /// Effective rank: the exponential of the entropy of the normalised singular values that count; 0 when none does.
  ///
  /// Range:  [0, d]; d when all singular values are equal, 1 when one is alone
  /// Source: Roy and Vetterli, "The effective rank", 2007, equations (2)–(4)
  public var effectiveRank: Double {
    let kept = singularValues.prefix(rank)
    let total = kept.reduce(0, +)
    guard total > 0 else { return 0 }
    return exp(kept.reduce(0) { $0 - ($1 / total) * log($1 / total) })
  }

  /// Singular values of samples from the eigenvalues of their Gram matrix, descending.
  ///
  /// Squaring loses what lies below 1e-8 of the largest singular value; negative eigenvalues are that loss.
  static func singularValues(eigenvalues: [Double]) -> [Double] {
    eigenvalues.reversed().map { max($0, 0).squareRoot() }
  }
}

extension Spectrum {
  /// The spectrum of centred samples from their centred Gram matrix; variance at their rounding does not count.
  ///
  /// Shapes: gram [d, d], mean [d]
  /// Throws: `LinearAlgebraError.notFinite`, `.failed`
  public init(
    gram: Matrix, of samples: SampleMatrix, mean: [Double], relativeCutoff: Double = 1e-6
  ) throws(LinearAlgebraError) {
    let values = Self.singularValues(eigenvalues: try SymmetricEigen.values(of: gram))
    let trace = values.reduce(0) { $0 + $1 * $1 }
    let raw = trace + Double(samples.rows) * LAPACK.dot(mean, mean)
    self.init(
      singularValues: values,
      cutoff: max(relativeCutoff * (values.first ?? 0), raw.squareRoot() * samples.unitRoundoff))
  }
}
