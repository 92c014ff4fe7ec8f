import Learning
import TensorCore

/// Labels read off a target, and how far the two readings agree.
public struct InferredLabels: Equatable, Sendable {
  /// One label an image, ascending.
  public let labels: [Int32]
  /// One image only: whether the head's weights name the same label as its bias. Nil for several images.
  public let isConfirmedByWeights: Bool?
}

extension InversionView {
  /// The labels that the head's gradient gives away.
  ///
  /// With p the mean prediction and y the mean one-hot label, the gradient of the bias is p − y, and each column of
  /// the weight's gradient is (p − y)_c times the features. For one image only the label's entry is negative, so its
  /// smallest entry is the label, exactly, whatever the network; the column sums of the weight's gradient say the same
  /// when the features are not negative (behind ReLU). For several images the smallest entry is taken and 1/N added to
  /// it, N times: right when no class's mean prediction exceeds 1/N, and only for a target in the gradient's own scale.
  ///
  /// Throws:    `InversionError.labelsNotInferable` for several images behind a weight change, whose scale is unknown
  /// Source:    Zhao et al., iDLG, 2020; Geiping et al., breaching, 2022 (`analytic`)
  public func inferLabels() throws -> InferredLabels {
    var bias = target.gradients[network.headBiasPosition].doubles
    guard imageCount > 1 else {
      let weights = target.gradients[network.headWeightPosition].sum(axes: [0]).doubles
      let label = smallest(bias)
      return InferredLabels(labels: [Int32(label)], isConfirmedByWeights: smallest(weights) == label)
    }
    guard case .gradient = target.origin else { throw InversionError.labelsNotInferable(imageCount: imageCount) }
    var labels: [Int32] = []
    for _ in 0..<imageCount {
      let label = smallest(bias)
      labels.append(Int32(label))
      bias[label] += 1 / Double(imageCount)
    }
    return InferredLabels(labels: labels.sorted(), isConfirmedByWeights: nil)
  }

  /// Position of the smallest value, the first among equals.
  private func smallest(_ values: [Double]) -> Int { values.indices.min { values[$0] < values[$1] } ?? 0 }
}
