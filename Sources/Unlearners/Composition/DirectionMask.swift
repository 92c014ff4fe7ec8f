import Learning
import TensorCore

/// A weight in [0, 1] on every entry of a matrix of directions, and the logits that the masked directions leave.
struct DirectionMask {
  /// U, a direction a column; [d, r].
  private let directions: Tensor
  /// M; [d, r].
  private(set) var values: Tensor
  private let weight: Tensor
  private let bias: Tensor

  /// All ones.
  init(_ directions: FeatureDirections, network: Network) {
    self.directions = Tensor(rounding: directions.rows.transposed)
    values = Tensor.ones(self.directions.shape)
    weight = network.headWeight.tensor.detached()
    bias = network.headBias.tensor.detached()
  }

  /// The head's answer to features projected by (U∘M)(U∘M)ᵀ.
  ///
  /// Shapes:    features [N, d] → [N, C]
  /// Gradient:  with respect to the mask
  private func logits(_ features: Tensor, mask: Tensor) -> Tensor {
    let masked = directions * mask
    return matmul(matmul(matmul(features, masked), masked, transposeB: true), weight) + bias
  }

  /// Rows that are classified as labelled.
  func hits(_ features: Tensor, labels: [Int32]) -> [Int] {
    let answers = withoutGradients { logits(features, mask: values).argmaxRows() }
    return labels.indices.filter { answers[$0] == labels[$0] }
  }

  /// Climbs the mean cross-entropy of the hits by one plain gradient step, and stays in [0, 1]; nothing without hits.
  mutating func step(_ features: Tensor, labels: [Int32], learningRate: Double) {
    let hits = hits(features, labels: labels)
    guard !hits.isEmpty else { return }
    let mask = values.tracked()
    let loss = meanCrossEntropy(
      logits(features.gatherRows(hits.map(Int32.init)), mask: mask), labels: hits.map { labels[$0] })
    let gradient = gradients(of: loss, withRespectTo: [mask])[0]
    values = withoutGradients { (values + gradient * learningRate).clamped(to: 0...1) }
  }

  /// 1 above a threshold, 0 elsewhere.
  mutating func binarise(above threshold: Double) {
    values = Tensor(values.floats.map { Double($0) > threshold ? Float(1) : 0 }, shape: values.shape)
  }

  /// (U∘M)(U∘M)ᵀ, formed in Double.
  ///
  /// Shapes:    → [d, d], symmetric
  var projection: Matrix {
    let masked = SampleMatrix(withoutGradients { directions * values }).matrix
    return Matrix.product(masked, masked, transposeB: true)
  }
}
