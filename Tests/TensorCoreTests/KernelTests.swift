import CKernels
import Testing

@testable import TensorCore

/// Every float32 kernel path against the float64 reference, over sizes that are not multiples of anything.
@Suite struct KernelTests {
  static let paths: [(name: String, code: Int32)] = [
    ("portable", LK_PATH_PORTABLE.rawValue), ("avx2", LK_PATH_AVX2.rawValue),
  ]
  .filter { lk_path_available($0.1) != 0 }

  /// The kernels of one path, without selecting it for the process (other tests run at the same time).
  static func table(_ code: Int32) -> lk_kernels {
    lk_path_table(code).pointee
  }

  static func normal(_ shape: Shape, _ seed: UInt64) -> Tensor {
    var random = RandomStream(seed: seed)
    return .normal(shape, random: &random)
  }

  /// Relative L2 distance of a float32 result from the reference.
  static func error(_ result: Tensor, _ reference: Tensor) -> Double {
    let a = result.doubles, b = reference.doubles
    var difference = 0.0, size = 0.0
    for i in a.indices {
      difference += (a[i] - b[i]) * (a[i] - b[i])
      size += b[i] * b[i]
    }
    return size == 0 ? difference.squareRoot() : (difference / size).squareRoot()
  }

  struct ConvolutionCase: CustomStringConvertible, Sendable {
    let n, h, w, c, k, filter, stride, padding: Int
    var description: String {
      "[\(n),\(h),\(w),\(c)] -> \(k), \(filter)x\(filter), stride \(stride), padding \(padding)"
    }
  }

  static let convolutions: [ConvolutionCase] = {
    var cases: [ConvolutionCase] = []
    var counter = 0
    for c in [1, 3, 8, 10, 16, 17] {
      for k in [1, 3, 8, 10, 16, 17, 24] {
        for filter in [1, 3, 5] {
          for stride in [1, 2] {
            counter += 1
            let h = [1, 2, 4, 5, 7, 9, 13][counter % 7], n = [1, 2, 9][counter % 3]
            let padding = counter % 2 == 0 ? filter / 2 : (h >= filter ? 0 : filter / 2)
            guard h + 2 * padding >= filter else { continue }
            cases.append(.init(n: n, h: h, w: h + 1, c: c, k: k, filter: filter, stride: stride, padding: padding))
          }
        }
      }
    }
    // Shapes that Winograd serves, with clipped and with whole tiles, few images and many.
    for (n, h, c, k, padding) in [
      (9, 8, 16, 16, 1), (2, 33, 8, 24, 1), (1, 16, 24, 8, 1), (3, 14, 40, 48, 0), (2, 10, 8, 8, 2),
      (8, 9, 136, 136, 1),
      (1, 12, 264, 256, 1), (9, 4, 264, 264, 1),
    ] {
      cases.append(.init(n: n, h: h, w: h, c: c, k: k, filter: 3, stride: 1, padding: padding))
    }
    return cases
  }()

  /// The convolution triple. Direct sums err by about 1e-7·√(terms); F(4×4) by a few times that (docs/numerics.md).
  @Test("convolutions", arguments: paths.map(\.code)) func convolution(_ path: Int32) {
    let fast = KernelTests.table(path), reference = DType.float64.kernels
    for test in KernelTests.convolutions {
      let geometry = ConvolutionGeometry(
        input: [test.n, test.h, test.w, test.c], weight: [test.filter, test.filter, test.c, test.k],
        stride: test.stride, padding: test.padding)
      let x = KernelTests.normal(geometry.inputShape, 1), w = KernelTests.normal(geometry.weightShape, 2)
      let dy = KernelTests.normal(geometry.outputShape, 3)
      let x64 = x.cast(to: .float64), w64 = w.cast(to: .float64), dy64 = dy.cast(to: .float64)
      func check(
        _ kernel: String, _ shape: Shape,
        _ body: (lk_kernels, UnsafePointer<lk_conv>, Tensor, Bool) -> Void
      ) {
        let result = Tensor.full(shape, value: .nan), expected = Tensor(uninitialized: shape, dtype: .float64)
        withUnsafePointer(to: geometry.c) {
          body(fast, $0, result, false)
          body(reference, $0, expected, true)
        }
        // A handful of products that cancel has no meaningful relative error: compare with the size of the operands.
        let terms = Double(max(test.filter * test.filter * test.c, 1))
        let scale = max(expected.doubles.reduce(0) { $0 + $1 * $1 }, Double(shape.count) * terms).squareRoot()
        let error = zip(result.doubles, expected.doubles).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        #expect(error / scale < 4e-6, "\(kernel) of \(test): \(error / scale)")
      }
      check("conv", geometry.outputShape) { k, g, y, wide in
        k.conv(g, (wide ? x64 : x).pointer, (wide ? w64 : w).pointer, nil, y.pointer, nil)
      }
      check("conv_data", geometry.inputShape) { k, g, y, wide in
        k.conv_data(g, (wide ? dy64 : dy).pointer, (wide ? w64 : w).pointer, nil, y.pointer, nil)
      }
      check("conv_weight", geometry.weightShape) { k, g, y, wide in
        k.conv_weight(g, (wide ? x64 : x).pointer, (wide ? dy64 : dy).pointer, y.pointer)
      }
    }
  }

  @Test("matrix products", arguments: paths.map(\.code)) func products(_ path: Int32) {
    let fast = KernelTests.table(path), reference = DType.float64.kernels
    for m in [1, 5, 7, 33, 100] {
      for n in [1, 9, 16, 31] {
        for k in [0, 1, 8, 33, 400] {
          for (ta, tb) in [(0, 0), (0, 1), (1, 0), (1, 1)] as [(Int32, Int32)] {
            let a = KernelTests.normal([m * k], 1), b = KernelTests.normal([k * n], 2)
            let c = Tensor.full([m, n], value: .nan), expected = Tensor(uninitialized: [m, n], dtype: .float64)
            fast.gemm(ta, tb, Int64(m), Int64(n), Int64(k), a.pointer, b.pointer, c.pointer)
            let a64 = a.cast(to: .float64), b64 = b.cast(to: .float64)
            reference.gemm(ta, tb, Int64(m), Int64(n), Int64(k), a64.pointer, b64.pointer, expected.pointer)
            // Higham's bound for a sum of k products in any order: |error| ≤ k·u/(1 − k·u)·Σ|a||b|, u = 2⁻²⁴.
            let sizes = Tensor(uninitialized: [m, n], dtype: .float64)
            let aSize = a64.absolute(), bSize = b64.absolute()
            reference.gemm(ta, tb, Int64(m), Int64(n), Int64(k), aSize.pointer, bSize.pointer, sizes.pointer)
            let results = c.doubles, truth = expected.doubles, bounds = sizes.doubles
            #expect(
              results.indices.allSatisfy { abs(results[$0] - truth[$0]) <= Double(k) * 0x1p-24 * bounds[$0] },
              "\(m)x\(n)x\(k) \(ta)\(tb)")
          }
        }
      }
    }
  }

  static let sizes = [0, 1, 7, 8, 9, 31, 33, 70_001]

  @Test("elementwise", arguments: paths.map(\.code)) func elementwise(_ path: Int32) {
    let fast = KernelTests.table(path), reference = DType.float64.kernels
    for n in KernelTests.sizes {
      var random = RandomStream(seed: 5)
      let x = Tensor.uniform([n], in: 0.1...2, random: &random), y = Tensor.uniform([n], in: -2...2, random: &random)
      let x64 = x.cast(to: .float64), y64 = y.cast(to: .float64)
      for operation in LK_NEGATE.rawValue...LK_SAFE_RECIPROCAL.rawValue {
        let source = operation == LK_LOG.rawValue || operation == LK_SQRT.rawValue ? x : y
        let result = Tensor(uninitialized: [n], dtype: .float32), expected = Tensor(uninitialized: [n], dtype: .float64)
        fast.unary(Int32(operation), source.pointer, result.pointer, Int64(n), -0.5, 0.75)
        reference.unary(
          Int32(operation), (source.pointer == x.pointer ? x64 : y64).pointer, expected.pointer, Int64(n), -0.5, 0.75)
        #expect(KernelTests.error(result, expected) < 2e-7, "unary \(operation), \(n) elements")
      }
      for operation in LK_ADD.rawValue...LK_TIMES_SIGN.rawValue {
        let result = Tensor(uninitialized: [n], dtype: .float32), expected = Tensor(uninitialized: [n], dtype: .float64)
        let size = [Int64(n)], one: [Int64] = [1]
        fast.binary(Int32(operation), 1, size, y.pointer, one, x.pointer, one, result.pointer)
        reference.binary(Int32(operation), 1, size, y64.pointer, one, x64.pointer, one, expected.pointer)
        #expect(KernelTests.error(result, expected) < 2e-7, "binary \(operation), \(n) elements")
      }
      #expect(abs(fast.dot(x.pointer, y.pointer, Int64(n)) - reference.dot(x64.pointer, y64.pointer, Int64(n))) < 1e-9)
    }
  }

  /// Sums keep Double accuracy: a million float values of 0.1 add up without drift.
  @Test("sums", arguments: paths.map(\.code)) func sums(_ path: Int32) {
    let fast = KernelTests.table(path), reference = DType.float64.kernels
    for (outer, middle, inner) in [(1, 70_001, 1), (33, 9, 1), (1, 5000, 33), (7, 31, 8), (130, 3, 5), (2, 9000, 3)] {
      let x = KernelTests.normal([outer, middle, inner], 4)
      let y = Tensor(uninitialized: [outer, inner], dtype: .float32)
      let expected = Tensor(uninitialized: [outer, inner], dtype: .float64)
      fast.sum(x.pointer, y.pointer, Int64(outer), Int64(middle), Int64(inner))
      let x64 = x.cast(to: .float64)
      reference.sum(x64.pointer, expected.pointer, Int64(outer), Int64(middle), Int64(inner))
      #expect(KernelTests.error(y, expected) < 1e-7, "\(outer) x \(middle) x \(inner)")
    }
    let many = Tensor.full([1_000_000], value: 0.1), total = Tensor(uninitialized: [], dtype: .float32)
    fast.sum(many.pointer, total.pointer, 1, 1_000_000, 1)
    #expect(total.item() == Double(Float(Double(Float(0.1)) * 1e6)))
  }

  /// Moments of data far from zero: a naive Σx² would lose every digit of the variance.
  @Test("moments far from zero", arguments: paths.map(\.code)) func moments(_ path: Int32) {
    let rows = 3001, columns = 17
    let x = KernelTests.normal([rows, columns], 6) + 1000
    let mean = Tensor(uninitialized: [columns], dtype: .float32),
      variance = Tensor(uninitialized: [columns], dtype: .float32)
    KernelTests.table(path).moments(x.pointer, Int64(rows), Int64(columns), mean.pointer, variance.pointer)
    let values = x.doubles
    for c in 0..<columns {
      let column = stride(from: c, to: values.count, by: columns).map { values[$0] }
      let m = column.reduce(0, +) / Double(rows)
      let v = column.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(rows)
      #expect(abs(mean.doubles[c] - m) < 1e-4)
      #expect(abs(variance.doubles[c] - v) / v < 1e-5)
    }
  }
}
