import TensorCore

/// The basic block of a residual network: ReLU(shortcut(x) + bn2(conv2(ReLU(bn1(conv1(x)))))).
///
/// Shapes:    x [N, H, W, C] → [N, H/stride, W/stride, K]
/// Source:    He et al., 2016, figure 2; projection shortcuts (option B) where the shape changes
public struct ResidualBlock: Layer {
  let first: ConvolutionUnit
  let second: ConvolutionUnit
  let shortcut: ConvolutionUnit?

  /// Registers conv1, bn1, conv2, bn2 and, where the shape changes, downsample.0 and downsample.1 under `name`.
  init(_ make: NetworkBuilder, name: String, from inputs: Int, to outputs: Int, stride: Int) {
    first = make.convolutionUnit(
      (name + ".conv1", name + ".bn1"), from: inputs, to: outputs, size: 3, stride: stride, padding: 1, relu: true,
      isReadInForm: true)
    second = make.convolutionUnit(
      (name + ".conv2", name + ".bn2"), from: outputs, to: outputs, size: 3, padding: 1, relu: true)
    let changesShape = stride != 1 || inputs != outputs
    shortcut =
      changesShape
      ? make.convolutionUnit(
        (name + ".downsample.0", name + ".downsample.1"), from: inputs, to: outputs, size: 1, stride: stride,
        relu: false, isReadInForm: true) : nil
  }

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    let identity = shortcut?(x, mode: mode) ?? x
    return second(first(x, mode: mode), residual: identity, mode: mode)
  }
}
