import CLAPACK

extension Matrix {
  /// The matrix product op(a)·op(b), where op transposes when asked.
  ///
  /// Shapes: op(a) [m, k], op(b) [k, n] → [m, n]
  /// Error:  accumulates in Double
  public static func product(
    _ a: Matrix, _ b: Matrix, transposeA: Bool = false, transposeB: Bool = false
  ) -> Matrix {
    let (m, k) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let (inner, n) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(k == inner, "cannot multiply \(m)x\(k) by \(inner)x\(n)")
    var result = Matrix(rows: m, columns: n)
    guard m > 0, n > 0, k > 0 else { return result }
    LAPACK.prepare()
    cblas_dgemm(
      LetheRowMajor, transposeA ? LetheTranspose : LetheNoTranspose, transposeB ? LetheTranspose : LetheNoTranspose,
      m.int32, n.int32, k.int32, 1, a.values, a.columns.int32, b.values, b.columns.int32, 0, &result.values, n.int32)
    return result
  }

  /// The elementwise difference.
  public static func - (a: Matrix, b: Matrix) -> Matrix {
    precondition(
      a.rows == b.rows && a.columns == b.columns,
      "cannot subtract \(b.rows)x\(b.columns) from \(a.rows)x\(a.columns)")
    return Matrix(rows: a.rows, columns: a.columns, values: zip(a.values, b.values).map { $0 - $1 })
  }

  /// The largest absolute element; 0 for an empty matrix.
  public var maximumMagnitude: Double { values.reduce(0) { max($0, abs($1)) } }
}
