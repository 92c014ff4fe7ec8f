import TensorCore

/// Where a restart begins, in normalised space.
public enum StartingImage: String, Codable, Sendable, CaseIterable {
  /// Independent standard normal values.
  case normal
  /// The mean colour everywhere: zeros.
  case mean
  /// A 4×4 patch of standard normal values, tiled over the image.
  case patterned

  /// Shapes:    → [N, H, W, C]
  /// Random:    the stream passed in; none for `mean`
  /// Source:    Geiping et al., 2020 (`randn`, `zeros`); Wei et al., 2020, and breaching (`patterned-4`)
  func draw(_ shape: Shape, random: inout RandomStream) -> Tensor {
    switch self {
    case .normal: return Tensor.normal(shape, random: &random)
    case .mean: return Tensor.zeros(shape)
    case .patterned:
      let side = 4, height = shape[1], width = shape[2]
      let patch = Tensor.normal([shape[0], side, side, shape[3]], random: &random)
      let row = Tensor.concatenated([Tensor](repeating: patch, count: (width + side - 1) / side), axis: 2)
      let tiled = Tensor.concatenated([Tensor](repeating: row, count: (height + side - 1) / side), axis: 1)
      return tiled.sliced([0..<shape[0], 0..<height, 0..<width, 0..<shape[3]])
    }
  }
}
