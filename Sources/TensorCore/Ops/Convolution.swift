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
      stride: Int64(stride), pad: Int64(padding), p: Int64(p), q: Int64(q))
  }
}

/// Two-dimensional convolution (cross-correlation, as in PyTorch) with zero padding.
///
/// Shapes:    x [N, H, W, C], weight [R, S, C, K] → [N, (H + 2·padding − R)/stride + 1, …, K]
/// Gradient:  with respect to x, weight; any order
public func conv2d(_ x: Tensor, _ weight: Tensor, stride: Int = 1, padding: Int = 0) -> Tensor {
  convolution(x, weight, .init(input: x.shape, weight: weight.shape, stride: stride, padding: padding))
}

// The triple: each is linear in both arguments, and each one's gradients are the other two.

private func convolution(_ x: Tensor, _ w: Tensor, _ g: ConvolutionGeometry) -> Tensor {
  precondition(x.dtype == w.dtype, "convolution of \(x.dtype) with \(w.dtype)")
  let y = Tensor(uninitialized: g.outputShape, dtype: x.dtype)
  withUnsafePointer(to: g.c) { x.kernels.conv($0, x.pointer, w.pointer, y.pointer) }
  return y.recorded(from: [x, w]) { dy in
    [x.needsGradient ? convolutionData(dy, w, g) : nil, w.needsGradient ? convolutionWeight(x, dy, g) : nil]
  }
}

/// dy, weight → gradient of the input.
private func convolutionData(_ dy: Tensor, _ w: Tensor, _ g: ConvolutionGeometry) -> Tensor {
  precondition(dy.dtype == w.dtype, "convolution of \(dy.dtype) with \(w.dtype)")
  let dx = Tensor(uninitialized: g.inputShape, dtype: dy.dtype)
  withUnsafePointer(to: g.c) { dy.kernels.conv_data($0, dy.pointer, w.pointer, dx.pointer) }
  return dx.recorded(from: [dy, w]) { v in
    [dy.needsGradient ? convolution(v, w, g) : nil, w.needsGradient ? convolutionWeight(v, dy, g) : nil]
  }
}

/// x, dy → gradient of the weight.
private func convolutionWeight(_ x: Tensor, _ dy: Tensor, _ g: ConvolutionGeometry) -> Tensor {
  precondition(x.dtype == dy.dtype, "convolution of \(x.dtype) with \(dy.dtype)")
  let dw = Tensor(uninitialized: g.weightShape, dtype: x.dtype)
  withUnsafePointer(to: g.c) { x.kernels.conv_weight($0, x.pointer, dy.pointer, dw.pointer) }
  return dw.recorded(from: [x, dy]) { v in
    [x.needsGradient ? convolutionData(dy, v, g) : nil, dy.needsGradient ? convolution(x, v, g) : nil]
  }
}
