import CKernels

/// ReLU(factor·x + offset) along the last axis (ReLU where asked for), not written down: convolutions, and sums with a
/// residual, form it while they read x, so that it takes neither memory nor a pass. Whoever else reads it gets it
/// written out.
final class DeferredValues {
  let x, factor, offset: Tensor
  let relu: Bool

  init(x: Tensor, factor: Tensor, offset: Tensor, relu: Bool) {
    self.x = x.detached()
    self.factor = factor.detached()
    self.offset = offset.detached()
    self.relu = relu
  }

  /// The values in a block of their own; the same bits as those that are formed in passing.
  func formed() -> UnsafeMutableRawPointer {
    let block = Storage.allocate(x.count * x.dtype.byteCount), channels = x.shape[-1]
    x.kernels.scale_shift(
      x.pointer, factor.pointer, offset.pointer, nil, nil, relu ? 1 : 0, block, Int64(x.count / max(channels, 1)),
      Int64(channels))
    return block
  }
}

/// Lends a tensor's values, or where they are not written down what they are formed from.
func withKernelInput<R>(
  _ x: Tensor, rectified: Bool = false, _ body: (_ values: UnsafeRawPointer, _ form: UnsafePointer<lk_input>?) -> R
) -> R {
  guard let deferred = x.storage.unformed, deferred.relu || !rectified else { return body(x.pointer, nil) }
  var form = lk_input(
    factor: deferred.factor.pointer, offset: deferred.offset.pointer, relu: deferred.relu ? 1 : 0)
  return withExtendedLifetime(deferred) { withUnsafePointer(to: &form) { body(deferred.x.pointer, $0) } }
}
