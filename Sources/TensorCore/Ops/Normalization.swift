import CKernels

/// Batch normalisation with the batch's own statistics over all axes but the last.
///
/// Shapes:    x [.., C], scale [C], shift [C] → output as x; mean [C]; variance [C] (biased)
/// Error:     moments accumulate in Double around the first row, so a large mean does not cancel the variance
/// Gradient:  with respect to x, scale, shift; any order (higher orders through the primitive decomposition)
/// Source:    Ioffe and Szegedy 2015, algorithm 1
public func batchNormTrain(
  _ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Double
) -> (output: Tensor, mean: Tensor, variance: Tensor) {
  let channels = x.shape[-1], rows = x.count / max(channels, 1)
  precondition(
    [scale, shift].allSatisfy { $0.shape == [channels] && $0.dtype == x.dtype },
    "batch norm of \(x.shape) by \(scale.shape)")
  precondition(rows > 0, "batch norm of an empty batch")
  let mean = Tensor(uninitialized: [channels], dtype: x.dtype)
  let variance = Tensor(uninitialized: [channels], dtype: x.dtype)
  x.kernels.moments(x.pointer, Int64(rows), Int64(channels), mean.pointer, variance.pointer)
  let (output, inverse) = withoutGradients {
    let inverse = (variance + epsilon).squareRoot().reciprocal()
    let factor = scale * inverse
    return (x.scaleShifted(factor, shift - mean * factor), inverse)
  }
  let recorded = output.recorded(
    from: [x, scale, shift],
    pullback: fusedPullback([x, scale, shift]) { inputs in
      batchNormDecomposed(inputs[0], scale: inputs[1], shift: inputs[2], epsilon: epsilon)
    } firstOrder: { dy in
      let dx = x.needsGradient ? Tensor(uninitialized: x.shape, dtype: x.dtype) : nil
      let dscale = Tensor(uninitialized: scale.shape, dtype: x.dtype)
      let dshift = Tensor(uninitialized: shift.shape, dtype: x.dtype)
      x.kernels.batch_norm_backward(
        dy.pointer, x.pointer, mean.pointer, inverse.pointer, scale.pointer, dx?.pointer, dscale.pointer,
        dshift.pointer, Int64(rows), Int64(channels))
      return [dx, scale.needsGradient ? dscale : nil, shift.needsGradient ? dshift : nil]
    })
  return (recorded, mean, variance)
}

/// The same from primitives, whose gradients exist to any order.
func batchNormDecomposed(_ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Double) -> Tensor {
  let axes = Array(0..<(x.shape.rank - 1))
  let centered = x - x.mean(axes: axes)
  let variance = centered.squared().mean(axes: axes)
  return centered * (scale / (variance + epsilon).squareRoot()) + shift
}

/// Batch normalisation with given statistics: an affine map per channel.
///
/// Shapes:    x [.., C]; scale, shift, mean, variance [C] → as x
/// Gradient:  with respect to x, scale, shift; any order
public func batchNormEvaluate(
  _ x: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Double
) -> Tensor {
  let inverse = (variance.detached() + epsilon).squareRoot().reciprocal()
  let factor = scale * inverse
  return x.scaleShifted(factor, shift - mean.detached() * factor)
}

extension Tensor {
  /// x·scale + shift along the last axis, in one pass. Shapes: x [.., C], scale [C], shift [C] → as x
  func scaleShifted(_ scale: Tensor, _ shift: Tensor) -> Tensor {
    let channels = shape[-1]
    precondition(
      [scale, shift].allSatisfy { $0.shape == [channels] && $0.dtype == dtype }, "\(shape) by \(scale.shape)")
    let result = Tensor(uninitialized: shape, dtype: dtype)
    kernels.scale_shift(
      pointer, scale.pointer, shift.pointer, result.pointer, Int64(count / max(channels, 1)), Int64(channels))
    return result.recorded(from: [self, scale, shift]) { g in
      [
        self.needsGradient ? g * scale : nil, scale.needsGradient ? (g * self).summed(to: scale.shape) : nil,
        shift.needsGradient ? g.summed(to: shift.shape) : nil,
      ]
    }
  }
}
