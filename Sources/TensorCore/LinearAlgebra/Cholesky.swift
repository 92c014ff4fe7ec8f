import CLAPACK

/// Solves A·X = B for a symmetric positive definite A.
///
/// Shapes: a [d, d], b [d, k] → [d, k]
/// Error:  relative, about κ(A) · 1e-16
/// Throws: `LinearAlgebraError.notPositiveDefinite`, `.notFinite`
public func choleskySolve(_ a: Matrix, _ b: Matrix) throws(LinearAlgebraError) -> Matrix {
  precondition(a.rows == a.columns && a.rows == b.rows, "cannot solve \(a.rows)x\(a.columns) for \(b.rows) rows")
  guard a.allFinite, b.allFinite else { throw .notFinite(what: "a linear system") }
  let d = a.rows
  guard d > 0, b.columns > 0 else { return b }
  LAPACK.prepare()
  var factor = a.values
  var info: Int32 = 0
  // Column-major lower is row-major upper: A = Uᵀ·U with U in the rows' upper triangle.
  withUnsafePointer(to: d.int32) { dpotrf_("L", $0, &factor, $0, &info, 1) }
  guard info == 0 else { throw .notPositiveDefinite(order: Int(info), size: d) }
  var solution = b
  for transpose in [LetheTranspose, LetheNoTranspose] {
    cblas_dtrsm(
      LetheRowMajor, LetheLeft, LetheUpper, transpose, LetheNonUnit, d.int32, b.columns.int32, 1, factor, d.int32,
      &solution.values, b.columns.int32)
  }
  return solution
}
