import TensorCore

/// A convolution, batch normalisation where there is one, a residual where one is passed, and ReLU where asked for:
/// ReLU(bn(conv(x)) + residual), in as few passes over memory as the mode allows; or, without normalisation, max pooling
/// of that.
///
/// In `train` mode the batch's moments are taken while the convolution's outputs are in the cache. In `evaluate` mode
/// without a graph everything is one pass, normalisation folded into an affine map.
///
/// Shapes:    x [N, H, W, C], residual as the output → as `Conv2d`, then as the pool
/// Gradient:  with respect to x, residual and all parameters
public struct ConvolutionUnit: Layer {
  let convolution: Conv2d
  let norm: BatchNorm2d?
  let relu: Bool
  /// Whether only convolutions and sums with a residual read the output: in training it then need not be written down.
  let isReadInForm: Bool
  let pool: MaxPool?

  init(convolution: Conv2d, norm: BatchNorm2d?, relu: Bool, isReadInForm: Bool = false, pool: MaxPool? = nil) {
    precondition(pool == nil || norm == nil, "pooling in one pass with a normalisation")
    self.convolution = convolution
    self.norm = norm
    self.relu = relu
    self.isReadInForm = isReadInForm
    self.pool = pool
  }

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { self(x, residual: nil, mode: mode) }

  func callAsFunction(_ x: Tensor, residual: Tensor?, mode: Mode) -> Tensor {
    let weight = convolution.weight.tensor, bias = convolution.bias?.tensor
    let (stride, padding) = (convolution.stride, convolution.padding)
    guard let norm else {
      precondition(residual == nil, "a residual after a convolution without normalisation")
      guard let pool else { return conv2d(x, weight, bias: bias, relu: relu, stride: stride, padding: padding) }
      return conv2dMaxPooled(
        x, weight, bias: bias, relu: relu, stride: stride, padding: padding, poolSize: pool.size,
        poolStride: pool.stride)
    }
    switch (mode, isRecordingGradients) {
    case (.train, _) where !norm.isFrozen:
      let (output, moments) = conv2dWithMoments(x, weight, bias: bias, stride: stride, padding: padding)
      return norm.trained(output, moments: moments, residual: residual, relu: relu, deferred: isReadInForm)
    case (_, false):
      let folded = norm.folded
      let shift = bias.map { folded.offset + $0 * folded.factor } ?? folded.offset
      return conv2dFolded(
        x, weight, scale: folded.factor, shift: shift, residual: residual, relu: relu, stride: stride,
        padding: padding)
    case (_, true):
      return norm.evaluated(convolution(x, mode: mode), residual: residual, relu: relu)
    }
  }
}
