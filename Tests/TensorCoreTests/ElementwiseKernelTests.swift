import CKernels
import Testing

@testable import TensorCore

/// Elementwise functions, dot products and sums of every path against the float64 reference.
@Suite struct ElementwiseKernelTests {
  static let sizes = [0, 1, 7, 8, 9, 31, 33, 70_001]

  @Test("elementwise", arguments: KernelSupport.paths.map(\.code)) func elementwise(_ path: Int32) {
    let fast = KernelSupport.table(path), reference = DType.float64.kernels
    for n in ElementwiseKernelTests.sizes {
      var random = RandomStream(seed: 5)
      let x = Tensor.uniform([n], in: 0.1...2, random: &random), y = Tensor.uniform([n], in: -2...2, random: &random)
      let x64 = x.cast(to: .float64), y64 = y.cast(to: .float64)
      for operation in LK_NEGATE.rawValue...LK_SAFE_RECIPROCAL.rawValue {
        let source = operation == LK_LOG.rawValue || operation == LK_SQRT.rawValue ? x : y
        let result = Tensor(uninitialized: [n], dtype: .float32), expected = Tensor(uninitialized: [n], dtype: .float64)
        fast.unary(Int32(operation), source.pointer, result.pointer, Int64(n), -0.5, 0.75)
        reference.unary(
          Int32(operation), (source.pointer == x.pointer ? x64 : y64).pointer, expected.pointer, Int64(n), -0.5, 0.75)
        #expect(KernelSupport.error(result, expected) < 2e-7, "unary \(operation), \(n) elements")
      }
      for operation in LK_ADD.rawValue...LK_TIMES_SIGN.rawValue {
        let result = Tensor(uninitialized: [n], dtype: .float32), expected = Tensor(uninitialized: [n], dtype: .float64)
        let size = [Int64(n)], one: [Int64] = [1]
        fast.binary(Int32(operation), 1, size, y.pointer, one, x.pointer, one, result.pointer)
        reference.binary(Int32(operation), 1, size, y64.pointer, one, x64.pointer, one, expected.pointer)
        #expect(KernelSupport.error(result, expected) < 2e-7, "binary \(operation), \(n) elements")
      }
      let sum = Tensor(uninitialized: [n], dtype: .float32), expected = Tensor(uninitialized: [n], dtype: .float64)
      fast.combine(x.pointer, y.pointer, sum.pointer, Int64(n), 0.75, -1.5)
      reference.combine(x64.pointer, y64.pointer, expected.pointer, Int64(n), 0.75, -1.5)
      #expect(KernelSupport.error(sum, expected) < 2e-7, "combine, \(n) elements")
      var square = 0.0, product = 0.0
      fast.norm_dot(x.pointer, y.pointer, Int64(n), &square, &product)
      #expect(abs(square - reference.dot(x64.pointer, x64.pointer, Int64(n))) < 1e-9)
      #expect(abs(product - reference.dot(x64.pointer, y64.pointer, Int64(n))) < 1e-9)
      #expect(abs(fast.dot(x.pointer, y.pointer, Int64(n)) - reference.dot(x64.pointer, y64.pointer, Int64(n))) < 1e-9)
    }
  }

  /// Sums keep Double accuracy: a million float values of 0.1 add up without drift.
  @Test("sums", arguments: KernelSupport.paths.map(\.code)) func sums(_ path: Int32) {
    let fast = KernelSupport.table(path), reference = DType.float64.kernels
    for (outer, middle, inner) in [(1, 70_001, 1), (33, 9, 1), (1, 5000, 33), (7, 31, 8), (130, 3, 5), (2, 9000, 3)] {
      let x = KernelSupport.normal([outer, middle, inner], 4)
      let y = Tensor(uninitialized: [outer, inner], dtype: .float32)
      let expected = Tensor(uninitialized: [outer, inner], dtype: .float64)
      fast.sum(x.pointer, y.pointer, Int64(outer), Int64(middle), Int64(inner))
      let x64 = x.cast(to: .float64)
      reference.sum(x64.pointer, expected.pointer, Int64(outer), Int64(middle), Int64(inner))
      #expect(KernelSupport.error(y, expected) < 1e-7, "\(outer) x \(middle) x \(inner)")
    }
    let many = Tensor.full([1_000_000], value: 0.1), total = Tensor(uninitialized: [], dtype: .float32)
    fast.sum(many.pointer, total.pointer, 1, 1_000_000, 1)
    #expect(total.item() == Double(Float(Double(Float(0.1)) * 1e6)))
  }
}
