import TensorCore

/// Cross-correlation with a square kernel and zero padding.
///
/// Shapes:    x [N, H, W, C], weight [R, S, C, K], bias [K] → [N, (H + 2p − R)/s + 1, (W + 2p − S)/s + 1, K]
/// Gradient:  with respect to x, weight, bias; any order
public struct Conv2d: Layer {
  public let weight: Parameter
  public let bias: Parameter?
  public let stride: Int
  public let padding: Int

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    conv2d(x, weight.tensor, bias: bias?.tensor, stride: stride, padding: padding)
  }
}
