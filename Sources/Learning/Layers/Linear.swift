import TensorCore

/// The affine map x·W + b.
///
/// Shapes:    x [N, in], weight [in, out], bias [out] → [N, out]
/// Gradient:  with respect to x, weight, bias; any order
public struct Linear: Layer {
  public let weight: Parameter
  public let bias: Parameter

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    matmul(x, weight.tensor) + bias.tensor
  }
}
