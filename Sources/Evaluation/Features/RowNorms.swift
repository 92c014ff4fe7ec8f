import TensorCore

/// Lengths of the rows of a sample matrix: logits or features.
public struct RowNorms: Equatable, Sendable {
  /// Mean length.
  public let mean: MetricValue
  /// Largest length; the r of an `EntropyCertificate` over the samples.
  public let maximum: MetricValue

  /// The lengths of the rows.
  ///
  /// Shapes: samples [N, d]
  public init(_ samples: SampleMatrix) {
    let norms = samples.squaredRowNorms().map { $0.squareRoot() }
    mean = MetricValue(meanOf: norms)
    maximum = norms.max().map { MetricValue($0) } ?? .undefined("no samples")
  }
}
