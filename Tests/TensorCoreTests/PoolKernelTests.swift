import CKernels
import Testing

@testable import TensorCore

/// Max pooling of every path against its definition, and convolutions with a pool behind them against both one after
/// another.
@Suite struct PoolKernelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let n, h, w, c, size, stride: Int
    var testDescription: String { "[\(n),\(h),\(w),\(c)], \(size)x\(size), stride \(stride)" }
    var shape: Shape { [n, h, w, c] }
  }

  /// Whole windows, rows and columns left over, overlapping windows, gaps between windows; channels below, at and beyond
  /// eight.
  static let cases: [Case] = [1, 7, 8, 19, 32].flatMap { channels in
    [(4, 6, 2, 2), (5, 7, 2, 2), (7, 9, 3, 3), (6, 5, 3, 1), (7, 7, 3, 2), (8, 7, 2, 3), (3, 3, 1, 1), (2, 2, 2, 2)]
      .enumerated().map { turn, sizes in
        Case(n: [1, 2, 9][turn % 3], h: sizes.0, w: sizes.1, c: channels, size: sizes.2, stride: sizes.3)
      }
  }

  @Test("maxima, winners and their transpose", arguments: cases) func byDefinition(_ test: Case) {
    // Few different values, so that many are equal, and some NaN.
    let values = KernelSupport.normal(test.shape, 1).floats.enumerated().map { index, value in
      index % 23 == 11 ? Float.nan : (2 * value).rounded()
    }
    let bias = KernelSupport.normal([test.c], 2).floats
    for path in KernelSupport.paths {
      let kernels = KernelSupport.table(path.code), x = Tensor(values, shape: test.shape)
      for choice in 0..<4 {
        let given = choice & 1 != 0 ? bias : nil, relu = choice & 2 != 0
        let pool = MaxPooling(of: test.shape, size: test.size, stride: test.stride)
        let y = Tensor.full(pool.shape, value: 7)
        pool.withKernel(bias: given.map { Tensor($0, shape: [test.c]) }, relu: relu) {
          kernels.max_pool(x.pointer, $0, y.pointer, Int64(test.n), Int64(test.h), Int64(test.w), Int64(test.c))
        }
        let expected = Self.pooled(values, test, pool.shape, bias: given, relu: relu), found = y.floats
        let winners = (0..<pool.winners.count).map { Int(pool.winners.pointer[$0]) }
        #expect(winners == expected.winners, "\(path.name), choice \(choice)")
        #expect(
          found.indices.allSatisfy { found[$0].bitPattern == expected.values[$0].bitPattern || found[$0].isNaN },
          "\(path.name), choice \(choice)")
        #expect(found.map(\.isNaN) == expected.values.map(\.isNaN), "\(path.name), choice \(choice)")
        guard choice == 0 else { continue }
        let dy = KernelSupport.normal(pool.shape, 3), dx = Tensor.full(test.shape, value: .nan)
        pool.withKernel {
          kernels.max_unpool(dy.pointer, $0, dx.pointer, Int64(test.n), Int64(test.h), Int64(test.w), Int64(test.c))
        }
        var gradient = [Float](repeating: 0, count: test.shape.count)
        let image = test.h * test.w * test.c, maxima = pool.shape.count / test.n
        for (i, value) in dy.floats.enumerated() { gradient[i / maxima * image + expected.winners[i]] += value }
        #expect(dx.floats == gradient, "\(path.name)")
      }
    }
  }

  /// Each window by itself: the first NaN, or else the first of the largest.
  private static func pooled(
    _ x: [Float], _ test: Case, _ result: Shape, bias: [Float]?, relu: Bool
  ) -> (values: [Float], winners: [Int]) {
    var values: [Float] = [], winners: [Int] = []
    for n in 0..<test.n {
      for p in 0..<result[1] {
        for q in 0..<result[2] {
          for c in 0..<test.c {
            let places = (0..<test.size * test.size).map { i in
              ((p * test.stride + i / test.size) * test.w + q * test.stride + i % test.size) * test.c + c
            }
            let window = places.map { x[n * test.h * test.w * test.c + $0] + (bias?[c] ?? -0.0) }
            let winner = window.firstIndex(where: \.isNaN) ?? window.firstIndex(of: window.max()!)!
            values.append(relu && window[winner] <= 0 ? 0 : window[winner])
            winners.append(places[winner])
          }
        }
      }
    }
    return (values, winners)
  }

  /// Direct kernels on many images and on few, cut-off channels, strides, tiles of both sizes.
  static let convolutions: [ConvolutionCase] = [
    .init(n: 9, h: 11, w: 8, c: 1, k: 32, filter: 3, stride: 1, padding: 1),
    .init(n: 17, h: 6, w: 5, c: 17, k: 10, filter: 3, stride: 1, padding: 1),
    .init(n: 8, h: 9, w: 9, c: 3, k: 24, filter: 5, stride: 2, padding: 2),
    .init(n: 3, h: 7, w: 5, c: 40, k: 40, filter: 3, stride: 1, padding: 0),
    .init(n: 9, h: 12, w: 10, c: 16, k: 24, filter: 3, stride: 1, padding: 1),
  ]

  @Test("convolutions with a pool behind them", arguments: convolutions, KernelSupport.variants)
  func onePass(_ test: ConvolutionCase, _ variant: KernelSupport.Variant) {
    let kernels = variant.kernels, g = test.geometry(variant.mode)
    let x = KernelSupport.normal(g.inputShape, 1), w = KernelSupport.normal(g.weightShape, 2)
    let bias = KernelSupport.normal([test.k], 3), maps = Tensor.full(g.outputShape, value: .nan)
    let n = Int64(test.n), p = Int64(g.outputShape[1]), q = Int64(g.outputShape[2]), k = Int64(test.k)
    for (size, stride) in [(2, 2), (3, 2)] {
      let pool = MaxPooling(of: g.outputShape, size: size, stride: stride)
      let apart = MaxPooling(of: g.outputShape, size: size, stride: stride)
      let y = Tensor.full(pool.shape, value: .nan), expected = Tensor.full(pool.shape, value: .nan)
      let dy = KernelSupport.normal(pool.shape, 4)
      let dw = Tensor.full(g.weightShape, value: .nan), dwApart = Tensor.full(g.weightShape, value: .nan)
      withUnsafePointer(to: g.c) { sizes in
        pool.withKernel(bias: bias, relu: true) {
          kernels.conv_max_pool(sizes, x.pointer, w.pointer, nil, $0, y.pointer)
        }
        withKernelEpilogue(Epilogue(shift: bias, relu: true), output: g.outputShape, dtype: .float32) {
          kernels.conv(sizes, x.pointer, nil, w.pointer, nil, maps.pointer, $0)
        }
        apart.withKernel { kernels.max_pool(maps.pointer, $0, expected.pointer, n, p, q, k) }
        pool.withKernel {
          kernels.conv_weight_max_pool(sizes, x.pointer, $0, dy.pointer, dw.pointer)
          kernels.max_unpool(dy.pointer, $0, maps.pointer, n, p, q, k)
        }
        kernels.conv_weight(sizes, x.pointer, nil, maps.pointer, dwApart.pointer)
      }
      #expect(KernelSupport.sameBits(y, expected), "pool \(size), stride \(stride)")
      #expect(KernelSupport.sameBits(dw, dwApart), "pool \(size), stride \(stride)")
      #expect(expected.allFinite && dwApart.allFinite)
    }
  }
}
