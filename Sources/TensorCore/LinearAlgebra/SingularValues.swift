import CLAPACK

/// Thin singular value decomposition, A = U·diag(σ)·Vᵀ.
public struct SingularValueDecomposition: Sendable {
  /// Left singular vectors in columns; [m, r], r = min(m, n).
  public let left: Matrix
  /// Singular values, descending; [r].
  public let values: [Double]
  /// Right singular vectors in rows; [r, n].
  public let rightTransposed: Matrix

  /// The decomposition of a small matrix (≤ about 1024 on a side; for tall ones factor first, see `TriangularFactor`).
  ///
  /// Shapes: a [m, n]
  /// Error:  singular values to about 1e-16 · the largest one
  /// Throws: `LinearAlgebraError.notFinite`, `.failed`
  public init(_ a: Matrix) throws(LinearAlgebraError) {
    guard a.allFinite else { throw .notFinite(what: "a matrix to decompose") }
    let (m, n, r) = (a.rows, a.columns, min(a.rows, a.columns))
    var left = Matrix(rows: m, columns: r)
    var right = Matrix(rows: r, columns: n)
    var values = [Double](repeating: 0, count: r)
    if r > 0 {
      LAPACK.prepare()
      var copy = a.values
      var integerWork = [Int32](repeating: 0, count: 8 * r)
      var info: Int32 = 0
      let (mm, nn, rr) = (m.int32, n.int32, r.int32)
      // LAPACK sees the transpose, so its left vectors are our right ones; row- and column-major then cancel.
      withUnsafePointer(to: mm) { m in
        withUnsafePointer(to: nn) { n in
          withUnsafePointer(to: rr) { r in
            LAPACK.withWorkspace { work, size in
              withUnsafePointer(to: size) { length in
                dgesdd_(
                  "S", n, m, &copy, n, &values, &right.values, n, &left.values, r, work, length, &integerWork, &info,
                  1)
              }
            }
          }
        }
      }
      guard info == 0 else { throw .failed(routine: "dgesdd", info: Int(info)) }
    }
    self.left = left
    self.values = values
    self.rightTransposed = right
  }

  /// Number of singular values above `cutoff` times the largest.
  public func rank(relativeCutoff cutoff: Double) -> Int {
    guard let largest = values.first, largest > 0 else { return 0 }
    return values.count { $0 > cutoff * largest }
  }

  /// The minimum-norm least-squares solution of A·X = B that uses the first `rank` singular values.
  ///
  /// Shapes: b [m, k] → [n, k]
  public func pseudoInverseSolve(_ b: Matrix, rank: Int) -> Matrix {
    var projected = Matrix.product(left, b, transposeA: true)
    for (i, value) in values.enumerated() {
      let factor = i < rank ? 1 / value : 0
      for c in 0..<b.columns { projected[i, c] *= factor }
    }
    return Matrix.product(rightTransposed, projected, transposeA: true)
  }
}
