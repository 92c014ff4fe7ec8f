import TensorCore

/// max(x, 0), with gradient 0 at 0.
///
/// Shapes:    any → the same
public struct ReLU: Layer {
  public init() {}
  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { x.relu() }
}

/// Maps to rows; the columns run over (height, width, channel).
///
/// Shapes:    x [N, H, W, C] → [N, H·W·C]
public struct Flatten: Layer {
  public init() {}
  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    let rows = x.shape[0]
    return x.reshaped([rows, x.count / max(rows, 1)])
  }
}

/// Subtracts the mean and divides by the standard deviation of each channel.
///
/// Shapes:    x [N, H, W, C] in [0, 1] → [N, H, W, C]
/// Gradient:  with respect to x; any order
struct Normalise: Layer {
  private let factor: Tensor
  private let offset: Tensor
  private let isIdentity: Bool

  init(_ constants: Normalisation) {
    let factors = constants.std.map { 1 / $0 }
    factor = Tensor(factors, shape: [factors.count])
    offset = Tensor(zip(constants.mean, factors).map { -$0 * $1 }, shape: [factors.count])
    isIdentity = constants.isIdentity
  }

  func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    isIdentity ? x : x.scaleShifted(factor, offset)
  }
}
