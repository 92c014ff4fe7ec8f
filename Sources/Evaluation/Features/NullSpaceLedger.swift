import TensorCore

/// Where the features' energy sits, as seen by a linear head z = G·f + b.
///
/// Small logits do not imply small features: what lies in the null space of G is invisible to the answer and can
/// carry everything that was to be forgotten.
///
/// Source: methods.md A.5
public struct NullSpaceLedger: Equatable, Sendable {
  /// Mean |f|.
  public let meanFeatureNorm: MetricValue
  /// Mean |G·f|, without the bias.
  public let meanMappedNorm: MetricValue
  /// Part of Σ|f|² in the null space of G, [0, 1].
  public let nullEnergyFraction: MetricValue
  /// Rank of G.
  public let headRank: Int
  /// σ_max(G): |G·f| ≤ σ_max·|f|.
  public let largestGain: Double

  /// The ledger of some features under a head.
  ///
  /// Shapes: features [N, d], head [d] → [C]
  /// Throws: `LinearAlgebraError.notFinite` when the head is not
  public init(features: SampleMatrix, head: AffineMap) throws(LinearAlgebraError) {
    let decomposition = try SingularValueDecomposition(head.weights)
    // The head is stored in Float32: below its rounding a direction counts as null.
    let rank = decomposition.rank(relativeCutoff: 1e-6)
    headRank = rank
    largestGain = decomposition.values.first ?? 0
    meanFeatureNorm = RowNorms(features).mean
    meanMappedNorm = RowNorms(SampleMatrix(features.times(head.weights))).mean
    let visible = (0..<decomposition.left.rows).flatMap { r in (0..<rank).map { decomposition.left[r, $0] } }
    let basis = Matrix(rows: features.columns, columns: rank, values: visible)
    let seen = features.times(basis).frobeniusNorm
    let total = features.squaredRowNorms().reduce(0, +)
    if features.rows == 0 {
      nullEnergyFraction = .undefined("no samples")
    } else if total == 0 {
      nullEnergyFraction = .undefined("the features are zero")
    } else {
      nullEnergyFraction = MetricValue(1 - seen * seen / total).map { max($0, 0) }
    }
  }
}
