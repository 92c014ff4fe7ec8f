import CKernels

/// Mean and biased variance of each channel, [C] each.
public struct ChannelMoments {
  public let mean, variance: Tensor

  init(channels: Int, dtype: DType) {
    mean = Tensor(uninitialized: [channels], dtype: dtype)
    variance = Tensor(uninitialized: [channels], dtype: dtype)
  }
}

/// What a convolution does to its outputs before they leave the cache: ReLU(scale·y + shift + residual), then moments.
struct Epilogue {
  var scale, shift, residual: Tensor?
  var relu = false
  var moments: ChannelMoments?
}

/// Lends an epilogue in the kernels' form; nil for none.
func withKernelEpilogue<R>(
  _ epilogue: Epilogue?, output: Shape, dtype: DType, _ body: (UnsafePointer<lk_epilogue>?) -> R
) -> R {
  guard let epilogue else { return body(nil) }
  for perChannel in [epilogue.scale, epilogue.shift] {
    precondition(
      perChannel.map { $0.shape == [output[-1]] && $0.dtype == dtype } ?? true,
      "an epilogue of \(perChannel!.shape) for outputs \(output)")
  }
  precondition(
    epilogue.residual.map { $0.shape == output && $0.dtype == dtype } ?? true,
    "a residual \(epilogue.residual!.shape) for outputs \(output)")
  var kernel = lk_epilogue(
    scale: epilogue.scale?.pointer, shift: epilogue.shift?.pointer, residual: epilogue.residual?.pointer,
    relu: epilogue.relu ? 1 : 0, mean: epilogue.moments?.mean.pointer, variance: epilogue.moments?.variance.pointer)
  return withExtendedLifetime(epilogue) { withUnsafePointer(to: &kernel, body) }
}
