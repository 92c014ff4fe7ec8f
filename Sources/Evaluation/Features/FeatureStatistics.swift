import TensorCore

/// How large, how spread and in how many directions features are.
public struct FeatureStatistics: Equatable, Sendable {
  /// Mean length.
  public let meanNorm: MetricValue
  /// Trace of the covariance (divided by N): mean squared distance from the mean.
  public let variance: MetricValue
  /// Exponential of the entropy of the centred features' normalised singular values; 0 when they do not vary.
  public let effectiveRank: MetricValue

  /// The statistics of some features.
  ///
  /// Shapes: features [N, d]
  /// Error:  accumulates in Double, centred before squaring
  /// Throws: `LinearAlgebraError.failed` when the eigenvalues cannot be found
  public init(_ features: SampleMatrix) throws(LinearAlgebraError) {
    meanNorm = RowNorms(features).mean
    let centre = features.columnMeans()
    let product = gram(features, subtracting: centre)
    guard features.rows > 0, product.allFinite else {
      let none = MetricValue.undefined(features.rows == 0 ? "no samples" : "not a finite number")
      (variance, effectiveRank) = (none, none)
      return
    }
    variance = .value((0..<product.rows).reduce(0) { $0 + product[$1, $1] } / Double(features.rows))
    effectiveRank = .value(try Spectrum(gram: product, of: features, mean: centre).effectiveRank)
  }
}
