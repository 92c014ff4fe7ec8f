import TensorCore

/// The basic block of a residual network: ReLU(shortcut(x) + bn2(conv2(ReLU(bn1(conv1(x)))))).
///
/// Shapes:    x [N, H, W, C] → [N, H/stride, W/stride, K]
/// Source:    He et al., 2016, figure 2; projection shortcuts (option B) where the shape changes
public struct ResidualBlock: Layer {
  let first: Conv2d
  let firstNorm: BatchNorm2d
  let second: Conv2d
  let secondNorm: BatchNorm2d
  let shortcut: Sequential?

  /// Registers conv1, bn1, conv2, bn2 and, where the shape changes, downsample.0 and downsample.1 under `name`.
  init(_ make: NetworkBuilder, name: String, from inputs: Int, to outputs: Int, stride: Int) {
    first = make.convolution(
      name + ".conv1", from: inputs, to: outputs, size: 3, stride: stride, padding: 1, bias: false,
      initialisation: .kaimingNormalFanOut)
    firstNorm = make.batchNorm(name + ".bn1", channels: outputs)
    second = make.convolution(
      name + ".conv2", from: outputs, to: outputs, size: 3, padding: 1, bias: false,
      initialisation: .kaimingNormalFanOut)
    secondNorm = make.batchNorm(name + ".bn2", channels: outputs)
    guard stride != 1 || inputs != outputs else {
      shortcut = nil
      return
    }
    shortcut = Sequential([
      make.convolution(
        name + ".downsample.0", from: inputs, to: outputs, size: 1, stride: stride, bias: false,
        initialisation: .kaimingNormalFanOut),
      make.batchNorm(name + ".downsample.1", channels: outputs),
    ])
  }

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    let hidden = firstNorm(first(x, mode: mode), mode: mode).relu()
    let residual = secondNorm(second(hidden, mode: mode), mode: mode)
    return (residual + (shortcut?(x, mode: mode) ?? x)).relu()
  }
}
