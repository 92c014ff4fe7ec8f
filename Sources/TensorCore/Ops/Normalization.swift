import CKernels

/// Batch normalisation with the batch's own statistics over all axes but the last, then, where asked for, a residual
/// and ReLU: ReLU(bn(x) + residual).
///
/// `deferred` (without a residual) leaves the output to be formed by the convolutions, and the sums with a residual, that
/// read it: no memory, no pass, the same bits. For outputs that nothing else reads.
///
/// Shapes:    x [.., C], scale [C], shift [C], residual as x → output as x; mean [C]; variance [C] (biased)
/// Error:     moments accumulate in Double around a value of the channel, so a large mean does not cancel the variance
/// Gradient:  with respect to x, scale, shift, residual; any order (higher orders through the primitive decomposition).
///            `moments`, where given, must be x's: gradients are those of a function of x that takes them itself
/// Source:    Ioffe and Szegedy 2015, algorithm 1
public func batchNormTrain(
  _ x: Tensor, moments: ChannelMoments? = nil, scale: Tensor, shift: Tensor, residual: Tensor? = nil,
  relu: Bool = false, deferred: Bool = false, epsilon: Double
) -> (output: Tensor, mean: Tensor, variance: Tensor) {
  let channels = x.shape[-1], rows = x.count / max(channels, 1)
  precondition(
    [scale, shift].allSatisfy { $0.shape == [channels] && $0.dtype == x.dtype },
    "batch norm of \(x.shape) by \(scale.shape)")
  precondition(rows > 0, "batch norm of an empty batch")
  let moments = moments ?? x.channelMoments()
  let (factor, offset, inverse) = withoutGradients {
    let inverse = (moments.variance + epsilon).squareRoot().reciprocal()
    let factor = scale * inverse
    return (factor, shift - moments.mean * factor, inverse)
  }
  let output =
    deferred && residual == nil
    ? Tensor(
      storage: Storage(DeferredValues(x: x, factor: factor, offset: offset, relu: relu)), shape: x.shape, dtype: x.dtype
    )
    : x.rectifiedAffine(factor, offset, residual: residual, relu: relu)
  // The rule keeps no hold of the residual: its values are not needed, and it may be the largest tensor around.
  let residualNode = residual?.node, hasResidual = residual != nil
  let higherOrder = fusedPullback([x, scale, shift]) { inputs in
    batchNormDecomposed(inputs[0], scale: inputs[1], shift: inputs[2], epsilon: epsilon)
  } firstOrder: { _ in
    preconditionFailure("only for recorded gradients")
  }
  let recorded = output.recorded(from: [x, scale, shift] + (residual.map { [$0] } ?? [])) { dy in
    if Autodiff.isRecording {
      let inner = relu ? dy.wherePositive(output) : dy
      return higherOrder(inner) + (hasResidual ? [inner] : [])
    }
    let dx = x.needsGradient ? Tensor(uninitialized: x.shape, dtype: x.dtype) : nil
    // Without a ReLU the residual's gradient is the output's own.
    let masked =
      relu && residualNode?.isOnPath == true ? Tensor(uninitialized: x.shape, dtype: x.dtype) : nil
    let dscale = Tensor(uninitialized: scale.shape, dtype: x.dtype)
    let dshift = Tensor(uninitialized: shift.shape, dtype: x.dtype)
    var done = lk_batch_norm(
      x: x.pointer, out: hasResidual ? output.pointer : nil, mean: moments.mean.pointer,
      inverse_std: inverse.pointer, scale: scale.pointer, factor: factor.pointer, offset: offset.pointer,
      relu: relu ? 1 : 0, rows: Int64(rows), columns: Int64(channels))
    x.kernels.batch_norm_backward(&done, dy.pointer, dx?.pointer, masked?.pointer, dscale.pointer, dshift.pointer)
    return [dx, scale.needsGradient ? dscale : nil, shift.needsGradient ? dshift : nil]
      + (hasResidual ? [relu ? masked : dy] : [])
  }
  return (recorded, moments.mean, moments.variance)
}

/// The same from primitives, whose gradients exist to any order.
func batchNormDecomposed(_ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Double) -> Tensor {
  let axes = Array(0..<(x.shape.rank - 1))
  let centered = x - x.mean(axes: axes)
  let variance = centered.squared().mean(axes: axes)
  return centered * (scale / (variance + epsilon).squareRoot()) + shift
}

/// Batch normalisation with given statistics, an affine map per channel: ReLU(bn(x) + residual), residual and ReLU
/// where asked for.
///
/// Shapes:    x [.., C]; scale, shift, mean, variance [C]; residual as x → as x
/// Gradient:  with respect to x, scale, shift, residual; any order
public func batchNormEvaluate(
  _ x: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, residual: Tensor? = nil,
  relu: Bool = false, epsilon: Double
) -> Tensor {
  let folded = foldedBatchNorm(scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
  return x.scaleShifted(folded.factor, folded.offset, residual: residual, relu: relu)
}

/// Factor and offset of the affine map that batch normalisation with given statistics is; [C] each.
public func foldedBatchNorm(
  scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Double
) -> (factor: Tensor, offset: Tensor) {
  let factor = scale * (variance.detached() + epsilon).squareRoot().reciprocal()
  return (factor, shift - mean.detached() * factor)
}

extension Tensor {
  /// ReLU(x·scale + shift + residual) along the last axis, in one pass.
  ///
  /// Shapes:    x [.., C], scale [C], shift [C], residual as x → as x
  /// Gradient:  with respect to all; any order
  public func scaleShifted(_ scale: Tensor, _ shift: Tensor, residual: Tensor? = nil, relu: Bool = false) -> Tensor {
    let result = rectifiedAffine(scale, shift, residual: residual, relu: relu), hasResidual = residual != nil
    return result.recorded(from: [self, scale, shift] + (residual.map { [$0] } ?? [])) { g in
      let inner = relu ? g.wherePositive(result) : g
      return [
        self.needsGradient ? inner * scale : nil,
        scale.needsGradient ? (inner * self).summed(to: scale.shape) : nil,
        shift.needsGradient ? inner.summed(to: shift.shape) : nil,
      ] + (hasResidual ? [inner] : [])
    }
  }

  func channelMoments() -> ChannelMoments {
    let channels = shape[-1], moments = ChannelMoments(channels: channels, dtype: dtype)
    kernels.moments(
      pointer, Int64(count / max(channels, 1)), Int64(channels), moments.mean.pointer, moments.variance.pointer)
    return moments
  }

  /// The forward pass of `scaleShifted`, not recorded.
  fileprivate func rectifiedAffine(_ scale: Tensor, _ shift: Tensor, residual: Tensor?, relu: Bool) -> Tensor {
    let channels = shape[-1]
    precondition(
      [scale, shift].allSatisfy { $0.shape == [channels] && $0.dtype == dtype }, "\(shape) by \(scale.shape)")
    precondition(
      residual.map { $0.shape == shape && $0.dtype == dtype } ?? true, "\(shape) with residual \(residual!.shape)")
    let result = Tensor(uninitialized: shape, dtype: dtype)
    let rows = Int64(count / max(channels, 1))
    func run(_ residual: UnsafeRawPointer?, _ form: UnsafePointer<lk_input>?) {
      kernels.scale_shift(
        pointer, scale.pointer, shift.pointer, residual, form, relu ? 1 : 0, result.pointer, rows, Int64(channels))
    }
    if let residual { withKernelInput(residual, run) } else { run(nil, nil) }
    return result
  }
}
