import CKernels

@testable import TensorCore

/// Sizes of one convolution under test.
struct ConvolutionCase: CustomStringConvertible, Sendable {
  var n, h, w, c, k, filter, stride, padding: Int

  var description: String {
    "[\(n),\(h),\(w),\(c)] -> \(k), \(filter)x\(filter), stride \(stride), padding \(padding)"
  }

  func geometry(_ mode: ComputeMode) -> ConvolutionGeometry {
    ComputeMode.$current.withValue(mode) {
      ConvolutionGeometry(input: [n, h, w, c], weight: [filter, filter, c, k], stride: stride, padding: padding)
    }
  }

  /// Products of the forward pass: what the reference's time goes with.
  var products: Int {
    let p = (h + 2 * padding - filter) / stride + 1, q = (w + 2 * padding - filter) / stride + 1
    return n * p * q * filter * filter * c * k
  }

  static let channels = [1, 3, 8, 10, 16, 17, 64], batches = [1, 2, 7, 128]

  /// Every pair of channel counts with every filter and stride; maps of 1 to 33 and batches take turns, as large as
  /// the reference's time allows.
  static let awkward: [ConvolutionCase] = {
    var cases: [ConvolutionCase] = []
    var turn = 0
    for c in channels {
      for k in channels {
        for filter in [1, 3, 5] {
          for stride in [1, 2] {
            turn += 1
            var test = ConvolutionCase(
              n: batches[turn % 4], h: turn * 7 % 33 + 1, w: turn * 5 % 33 + 1, c: c, k: k, filter: filter,
              stride: stride, padding: turn % 3 == 0 ? 0 : turn % 3 == 1 ? filter / 2 : filter - 1)
            if min(test.h, test.w) + 2 * test.padding < filter { test.padding = filter / 2 }
            while test.products > 500_000 && max(test.h, test.w) > 4 {
              test.h = max(test.h * 3 / 4, 3)
              test.w = max(test.w * 3 / 4, 3)
            }
            if min(test.h, test.w) + 2 * test.padding < filter { test.padding = filter / 2 }
            if test.products > 2_000_000 { test.n = min(test.n, 7) }
            cases.append(test)
          }
        }
      }
    }
    return cases
  }()

  /// 3×3 with stride 1 on whole vectors of channels, which Winograd serves: clipped and whole tiles of both sizes, few
  /// tiles and many, half panels, and channels beyond each block size.
  static let tiled: [ConvolutionCase] = {
    var cases: [ConvolutionCase] = []
    var turn = 0
    for c in [8, 16, 64] {
      for k in [8, 16, 24, 64] {
        for (n, h, w) in [(1, 33, 12), (2, 9, 16), (7, 5, 7), (128, 4, 4), (9, 6, 31), (1, 10, 10), (2, 7, 6)] {
          turn += 1
          let test = ConvolutionCase(n: n, h: h, w: w, c: c, k: k, filter: 3, stride: 1, padding: turn % 3)
          if test.products <= 8_000_000 { cases.append(test) }
        }
      }
    }
    for (n, h, c, k, padding) in [
      (3, 14, 40, 48, 0), (8, 9, 136, 136, 1), (1, 12, 264, 256, 1), (9, 4, 264, 264, 1), (17, 4, 136, 128, 1),
      (1, 18, 96, 104, 0),
    ] {
      cases.append(.init(n: n, h: h, w: h, c: c, k: k, filter: 3, stride: 1, padding: padding))
    }
    return cases
  }()
}

extension ConvolutionCase {
  /// 3×3 with stride 2 that Winograd serves: odd and even maps, clipped and whole tiles, half panels, channels beyond each
  /// block size, panels shared out, the filter gradient in chunks and by all threads; the last is the least that it serves.
  static let strided: [ConvolutionCase] = [
    (9, 16, 64, 64), (17, 11, 72, 64), (8, 17, 64, 88), (33, 8, 96, 104), (4, 22, 136, 40), (2, 33, 64, 64),
    (32, 8, 136, 136), (40, 7, 264, 24), (3, 26, 24, 264), (8, 16, 32, 64),
  ].map { n, h, c, k in
    ConvolutionCase(n: n, h: h, w: h + 3 * (n % 2), c: c, k: k, filter: 3, stride: 2, padding: 1)
  }

  /// The largest error that an algorithm may make in a sum of `terms` products of standard normals, relative to the
  /// sum's own size √terms: rounding walks randomly, so it grows with √terms; the tiles' transforms amplify it.
  ///
  /// Direct sums measure about 0.27·u·√terms, u = 2⁻²⁴; docs/numerics.md has the table.
  static func bound(_ algorithm: String, terms: Int) -> Double {
    let growth =
      switch algorithm {
      case "direct": 0.5
      case "Winograd F(2x2,3x3)": 0.6
      case "Winograd F(4x4,3x3)": 1.6
      case "Winograd F(4x4,3x3) by phases": 0.5
      default: 0.0
      }
    return 0x1p-24 * (1 + growth * Double(terms).squareRoot())
  }
}
