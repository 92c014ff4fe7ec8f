import CKernels
import Testing

@testable import TensorCore

/// The kernels of a training step, called one by one on a path of choice: convolutions of a network's sizes with
/// moments and with a pool behind them, batch normalisation forward and back, the three gradients, matrix products, sums,
/// an optimizer step.
struct KernelStep: Sendable, CustomTestStringConvertible {
  let name: String
  let convolutions: [ConvolutionCase]

  static let all = [
    KernelStep(
      name: "ResNet-20",
      convolutions: [
        .init(n: 17, h: 16, w: 16, c: 3, k: 16, filter: 3, stride: 1, padding: 1),
        .init(n: 17, h: 16, w: 16, c: 16, k: 16, filter: 3, stride: 1, padding: 1),
        .init(n: 17, h: 16, w: 16, c: 16, k: 32, filter: 3, stride: 2, padding: 1),
        .init(n: 17, h: 16, w: 16, c: 16, k: 32, filter: 1, stride: 2, padding: 0),
        .init(n: 17, h: 8, w: 8, c: 64, k: 64, filter: 3, stride: 1, padding: 1),
      ]),
    KernelStep(
      name: "ResNet-18",
      convolutions: [
        .init(n: 9, h: 16, w: 16, c: 64, k: 64, filter: 3, stride: 1, padding: 1),
        .init(n: 9, h: 16, w: 16, c: 64, k: 128, filter: 3, stride: 2, padding: 1),
        .init(n: 9, h: 8, w: 8, c: 128, k: 256, filter: 3, stride: 1, padding: 1),
        .init(n: 33, h: 8, w: 8, c: 128, k: 136, filter: 3, stride: 2, padding: 1),
        .init(n: 9, h: 8, w: 8, c: 256, k: 512, filter: 1, stride: 2, padding: 0),
        .init(n: 17, h: 4, w: 4, c: 512, k: 512, filter: 3, stride: 1, padding: 1),
        .init(n: 2, h: 8, w: 8, c: 256, k: 256, filter: 3, stride: 1, padding: 1),
      ]),
  ]

  var testDescription: String { name }

  func run(_ variant: KernelSupport.Variant) -> [Tensor] {
    convolutions.flatMap { results(of: $0, variant) }
  }

  private func results(of test: ConvolutionCase, _ variant: KernelSupport.Variant) -> [Tensor] {
    let k = variant.kernels, g = test.geometry(variant.mode)
    let rows = Int64(g.outputShape.count / test.k), columns = Int64(test.k), n = Int64(g.weightShape.count)
    let x = KernelSupport.normal(g.inputShape, 1), w = KernelSupport.normal(g.weightShape, 2, deviation: 0.1)
    let residual = KernelSupport.normal(g.outputShape, 3), dy = KernelSupport.normal(g.outputShape, 4)
    let scale = KernelSupport.normal([test.k], 5), shift = KernelSupport.normal([test.k], 6)
    func blank(_ shape: Shape) -> Tensor { .full(shape, value: .nan) }
    let (y, out, dz, dresidual) = (
      blank(g.outputShape), blank(g.outputShape), blank(g.outputShape), blank(g.outputShape)
    )
    let (dx, dw, dscale, dshift) = (blank(g.inputShape), blank(g.weightShape), blank([test.k]), blank([test.k]))
    let (gram, sums, weight) = (blank([test.k, test.k]), blank([test.k]), w.copy())
    let pool = MaxPooling(of: g.outputShape, size: 2, stride: 2)
    let (maxima, dpooled, wide) = (blank(pool.shape), blank(g.weightShape), blank([test.k, Int(rows)]))
    let moments = ChannelMoments(channels: test.k, dtype: .float32)
    let plain = ChannelMoments(channels: test.k, dtype: .float32)
    withUnsafePointer(to: g.c) { size in
      withKernelEpilogue(Epilogue(moments: moments), output: g.outputShape, dtype: .float32) {
        k.conv(size, x.pointer, nil, w.pointer, nil, y.pointer, $0)
      }
      k.scale_shift(y.pointer, scale.pointer, shift.pointer, residual.pointer, nil, 1, out.pointer, rows, columns)
      k.moments(out.pointer, rows, columns, plain.mean.pointer, plain.variance.pointer)
      var done = lk_batch_norm(
        x: y.pointer, out: out.pointer, mean: moments.mean.pointer, inverse_std: scale.pointer, scale: scale.pointer,
        factor: scale.pointer, offset: shift.pointer, relu: 1, rows: rows, columns: columns)
      k.batch_norm_backward(&done, dy.pointer, dz.pointer, dresidual.pointer, dscale.pointer, dshift.pointer)
      withKernelEpilogue(Epilogue(residual: x), output: g.inputShape, dtype: .float32) {
        k.conv_data(size, dz.pointer, w.pointer, nil, dx.pointer, $0)
      }
      k.conv_weight(size, x.pointer, nil, dz.pointer, dw.pointer)
      pool.withKernel(bias: shift, relu: true) {
        k.conv_max_pool(size, x.pointer, w.pointer, nil, $0, maxima.pointer)
        k.conv_weight_max_pool(size, x.pointer, $0, maxima.pointer, dpooled.pointer)
      }
      k.gemm(1, 0, columns, columns, rows, out.pointer, dy.pointer, gram.pointer)
      k.gemm(0, 1, columns, rows, columns, gram.pointer, dy.pointer, wide.pointer)
      k.sum(dz.pointer, sums.pointer, 1, rows, columns)
      k.sgd(weight.pointer, dw.pointer, nil, n, 0.1, 0, 5e-4, 0, 1)
    }
    let total = Tensor([k.dot(dw.pointer, dw.pointer, n)], shape: [1])
    return [
      y, out, dz, dresidual, dx, dw, dscale, dshift, gram, sums, weight, moments.mean, moments.variance, plain.mean,
      plain.variance, total, maxima, dpooled, wide,
    ]
  }
}
