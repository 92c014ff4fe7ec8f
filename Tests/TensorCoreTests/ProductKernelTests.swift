import CKernels
import Testing

@testable import TensorCore

/// Matrix products of every path against the float64 reference.
@Suite struct ProductKernelTests {
  @Test("matrix products", arguments: KernelSupport.paths.map(\.code)) func products(_ path: Int32) {
    let fast = KernelSupport.table(path), reference = DType.float64.kernels
    for m in [1, 5, 7, 33, 100] {
      for n in [1, 9, 16, 31, 130] {
        for k in [0, 1, 8, 33, 400] {
          for (ta, tb) in [(0, 0), (0, 1), (1, 0), (1, 1)] as [(Int32, Int32)] {
            let a = KernelSupport.normal([m * k], 1), b = KernelSupport.normal([k * n], 2)
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
}
