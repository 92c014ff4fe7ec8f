import CKernels
import Testing

@testable import TensorCore

extension DeterminismTests {
  /// Every pass over samples, on every kernel path, with several pieces of rows.
  @Test func passesOverSamples() { expectSameBits(forks: 6, Self.passes) }

  private static func passes() -> [Tensor] {
    var numbers = LinearAlgebraNumbers(17)
    let (n, d, k) = (4100, 37, 11)
    let x = SampleMatrix(rows: n, columns: d, floats: (0..<n * d).map { _ in Float(numbers.next()) })
    let y = SampleMatrix(rows: n, columns: k, floats: (0..<n * k).map { _ in Float(numbers.next()) })
    let weights = SampleMatrix(numbers.matrix(d, k))
    var results: [[Double]] = []
    for path in KernelSupport.paths {
      let table = lk_sample_table(path.code).pointee
      func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
      x.withKernelSamples { x in
        y.withKernelSamples { y in
          for dtype in [LK_F64, LK_F32] {
            var xx = zeros(d * d), xy = zeros(d * k), yy = zeros(k * k), means = zeros(d + k)
            table.column_products(x, y, Int64(n), Int32(dtype.rawValue), &xx, &xy, &yy, &means)
            results += [xx, xy, yy, means]
          }
        }
        var sums = zeros(d), squares = zeros(d), rows = zeros(n), products = zeros(n * k)
        table.column_moments(x, Int64(n), &sums, &squares)
        table.row_squares(x, Int64(n), &rows)
        weights.withKernelSamples {
          table.rows_times(x, Int64(n), $0, nil, Int32(LK_F64.rawValue), &products)
        }
        results += [sums, squares, rows, products]
      }
    }
    return results.map { Tensor($0, shape: [$0.count]) }
  }
}
