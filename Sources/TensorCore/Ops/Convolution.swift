import CKernels

/// Sizes of one convolution, shared by the three members of its triple.
struct ConvolutionGeometry {
  let c: lk_conv
  let inputShape: Shape, weightShape: Shape, outputShape: Shape

  init(input x: Shape, weight w: Shape, stride: Int, padding: Int) {
    precondition(
      x.rank == 4 && w.rank == 4 && x[3] == w[2] && w[0] >= 1 && w[1] >= 1, "convolution of input \(x) with weight \(w)"
    )
    precondition(stride >= 1 && padding >= 0, "convolution with stride \(stride), padding \(padding)")
    let p = (x[1] + 2 * padding - w[0]) / stride + 1, q = (x[2] + 2 * padding - w[1]) / stride + 1
    precondition(
      x[1] + 2 * padding >= w[0] && x[2] + 2 * padding >= w[1],
      "filter \(w) is larger than the padded input \(x), padding \(padding)")
    inputShape = x
    weightShape = w
    outputShape = [x[0], p, q, w[3]]
    c = lk_conv(
      n: Int64(x[0]), h: Int64(x[1]), w: Int64(x[2]), c: Int64(x[3]), k: Int64(w[3]), r: Int64(w[0]), s: Int64(w[1]),
      stride: Int64(stride), pad: Int64(padding), p: Int64(p), q: Int64(q),
      accurate: ComputeMode.current == .accurate ? 1 : 0)
  }
}

/// Two-dimensional convolution (cross-correlation, as in PyTorch) with zero padding.
///
/// Shapes:    x [N, H, W, C], weight [R, S, C, K], bias [K] → [N, (H + 2·padding − R)/stride + 1, …, K]
/// Gradient:  with respect to x, weight, bias; any order
public func conv2d(
  _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, relu: Bool = false, stride: Int = 1, padding: Int = 0
) -> Tensor {
  let g = ConvolutionGeometry(input: x.shape, weight: weight.shape, stride: stride, padding: padding)
  guard bias != nil || relu else { return convolution(x, weight, g) }
  let y = convolved(x, weight, g, epilogue: Epilogue(shift: bias, relu: relu))
  return y.recorded(from: [x, weight] + (bias.map { [$0] } ?? [])) { dy in
    let inner = relu ? dy.wherePositive(y) : dy
    return [
      x.needsGradient ? convolutionData(inner, weight, g, adding: x.takeGatheredGradient()) : nil,
      weight.needsGradient ? convolutionWeight(x, inner, g) : nil,
    ] + (bias.map { [$0.needsGradient ? inner.summed(to: $0.shape) : nil] } ?? [])
  }
}

/// Max pooling of ReLU(conv(x, weight) + bias), bias and ReLU where asked for; the same bits as one after another. The
/// maps are not kept; direct kernels on eight images or more do not even write them down, nor their gradient where the
/// weight's is all that is asked for.
///
/// Shapes:    as `conv2d`, then as `maxPooled`
/// Gradient:  with respect to x, weight, bias; any order
public func conv2dMaxPooled(
  _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, relu: Bool = false, stride: Int = 1, padding: Int = 0,
  poolSize: Int, poolStride: Int
) -> Tensor {
  precondition(x.dtype == weight.dtype, "convolution of \(x.dtype) with \(weight.dtype)")
  let g = ConvolutionGeometry(input: x.shape, weight: weight.shape, stride: stride, padding: padding)
  precondition(
    bias.map { $0.shape == [weight.shape[3]] && $0.dtype == x.dtype } ?? true,
    "a bias \(bias!.shape) for outputs \(g.outputShape)")
  let pool = MaxPooling(of: g.outputShape, size: poolSize, stride: poolStride), kernels = x.kernels
  let y = Tensor(uninitialized: pool.shape, dtype: x.dtype)
  withUnsafePointer(to: g.c) { size in
    let prepared = weight.storage.prepared.form(of: weight, for: size, isDataGradient: false, kernels: kernels)
    pool.withKernel(bias: bias, relu: relu) {
      kernels.conv_max_pool(size, x.pointer, weight.pointer, prepared?.pointer, $0, y.pointer)
    }
  }
  return y.recorded(from: [x, weight] + (bias.map { [$0] } ?? [])) { dy in
    let inner = relu ? dy.wherePositive(y) : dy
    let toBias = bias.map { [$0.needsGradient ? inner.summed(to: $0.shape) : nil] } ?? []
    guard x.needsGradient || Autodiff.isRecording else {
      return [nil, weight.needsGradient ? pooledConvolutionWeight(x, inner, g, pool) : nil] + toBias
    }
    let maps = inner.maxUnpooled(pool)
    return [
      x.needsGradient ? convolutionData(maps, weight, g, adding: x.takeGatheredGradient()) : nil,
      weight.needsGradient ? convolutionWeight(x, maps, g) : nil,
    ] + toBias
  }
}

/// A convolution and the moments of each output channel over the batch, taken while the outputs are in the cache.
///
/// Shapes:    as `conv2d` → output; mean [K], variance [K] (biased)
/// Error:     moments are taken a block around its first value and merged in Double, so a large mean does not cancel
/// Gradient:  of the output as `conv2d`; the moments are constants
public func conv2dWithMoments(
  _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0
) -> (output: Tensor, moments: ChannelMoments) {
  let g = ConvolutionGeometry(input: x.shape, weight: weight.shape, stride: stride, padding: padding)
  let moments = ChannelMoments(channels: weight.shape[3], dtype: x.dtype)
  let y = convolved(x, weight, g, epilogue: Epilogue(shift: bias, moments: moments))
  let output = y.recorded(from: [x, weight] + (bias.map { [$0] } ?? [])) { dy in
    [
      x.needsGradient ? convolutionData(dy, weight, g, adding: x.takeGatheredGradient()) : nil,
      weight.needsGradient ? convolutionWeight(x, dy, g) : nil,
    ] + (bias.map { [$0.needsGradient ? dy.summed(to: $0.shape) : nil] } ?? [])
  }
  return (output, moments)
}

/// ReLU(scale·conv(x, weight) + shift + residual) in one pass: a network at inference, batch normalisation folded in.
///
/// Shapes:    as `conv2d`; scale, shift [K]; residual as the output
/// Gradient:  none; a programmer error where one would be recorded
public func conv2dFolded(
  _ x: Tensor, _ weight: Tensor, scale: Tensor, shift: Tensor, residual: Tensor? = nil, relu: Bool, stride: Int = 1,
  padding: Int = 0
) -> Tensor {
  precondition(
    !Autodiff.isRecording || ![x, weight, scale, shift].contains(where: \.isTracked), "conv2dFolded has no gradient")
  let g = ConvolutionGeometry(input: x.shape, weight: weight.shape, stride: stride, padding: padding)
  return convolved(x, weight, g, epilogue: Epilogue(scale: scale, shift: shift, residual: residual, relu: relu))
}

// The triple: each is linear in both arguments, and each one's gradients are the other two.

private func convolution(_ x: Tensor, _ w: Tensor, _ g: ConvolutionGeometry) -> Tensor {
  convolved(x, w, g).recorded(from: [x, w]) { dy in
    [
      x.needsGradient ? convolutionData(dy, w, g, adding: x.takeGatheredGradient()) : nil,
      w.needsGradient ? convolutionWeight(x, dy, g) : nil,
    ]
  }
}

private func convolved(_ x: Tensor, _ w: Tensor, _ g: ConvolutionGeometry, epilogue: Epilogue? = nil) -> Tensor {
  precondition(x.dtype == w.dtype, "convolution of \(x.dtype) with \(w.dtype)")
  let y = Tensor(uninitialized: g.outputShape, dtype: x.dtype), kernels = x.kernels
  withUnsafePointer(to: g.c) { size in
    let prepared = w.storage.prepared.form(of: w, for: size, isDataGradient: false, kernels: kernels)
    withKernelInput(x, rectified: true) { values, form in
      withKernelEpilogue(epilogue, output: g.outputShape, dtype: x.dtype) {
        kernels.conv(size, values, form, w.pointer, prepared?.pointer, y.pointer, $0)
      }
    }
  }
  return y
}

/// dy, weight → gradient of the input, plus what other uses of the input have given it already (never recorded).
private func convolutionData(
  _ dy: Tensor, _ w: Tensor, _ g: ConvolutionGeometry, adding gathered: Tensor? = nil
) -> Tensor {
  precondition(dy.dtype == w.dtype, "convolution of \(dy.dtype) with \(w.dtype)")
  let dx = Tensor(uninitialized: g.inputShape, dtype: dy.dtype), kernels = dy.kernels
  withUnsafePointer(to: g.c) { size in
    let prepared = w.storage.prepared.form(of: w, for: size, isDataGradient: true, kernels: kernels)
    withKernelEpilogue(gathered.map { Epilogue(residual: $0) }, output: g.inputShape, dtype: dy.dtype) {
      kernels.conv_data(size, dy.pointer, w.pointer, prepared?.pointer, dx.pointer, $0)
    }
  }
  return dx.recorded(from: [dy, w]) { v in
    [dy.needsGradient ? convolution(v, w, g) : nil, w.needsGradient ? convolutionWeight(v, dy, g) : nil]
  }
}

/// x, dy → gradient of the weight.
private func convolutionWeight(_ x: Tensor, _ dy: Tensor, _ g: ConvolutionGeometry) -> Tensor {
  precondition(x.dtype == dy.dtype, "convolution of \(x.dtype) with \(dy.dtype)")
  let dw = Tensor(uninitialized: g.weightShape, dtype: x.dtype)
  withUnsafePointer(to: g.c) { size in
    withKernelInput(x, rectified: true) { x.kernels.conv_weight(size, $0, $1, dy.pointer, dw.pointer) }
  }
  return dw.recorded(from: [x, dy]) { v in
    [x.needsGradient ? convolutionData(dy, v, g) : nil, dy.needsGradient ? convolution(x, v, g) : nil]
  }
}

/// x, gradient of the maxima → gradient of the weight (never recorded).
private func pooledConvolutionWeight(
  _ x: Tensor, _ dy: Tensor, _ g: ConvolutionGeometry, _ pool: MaxPooling
) -> Tensor {
  let dw = Tensor(uninitialized: g.weightShape, dtype: x.dtype)
  withUnsafePointer(to: g.c) { size in
    pool.withKernel { x.kernels.conv_weight_max_pool(size, x.pointer, $0, dy.pointer, dw.pointer) }
  }
  return dw
}
