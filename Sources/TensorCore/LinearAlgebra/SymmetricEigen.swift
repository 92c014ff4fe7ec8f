import CLAPACK

/// Eigenvalues and eigenvectors of a symmetric matrix, A = Vᵀ·diag(λ)·V.
public struct SymmetricEigen: Sendable {
  /// Eigenvalues, ascending; [d].
  public let values: [Double]
  /// Eigenvectors in rows, in the order of the eigenvalues; [d, d].
  public let vectors: Matrix

  /// The decomposition of `a`, of which one triangle is read.
  ///
  /// Shapes: a [d, d]
  /// Error:  eigenvalues to about 1e-16 · the largest one
  /// Throws: `LinearAlgebraError.notFinite`, `.failed`
  public init(_ a: Matrix) throws(LinearAlgebraError) {
    (values, vectors) = try Self.decompose(a, job: "V")
  }

  /// The eigenvalues alone, ascending; about a third of the work.
  ///
  /// Shapes: a [d, d] → [d]
  /// Error:  eigenvalues to about 1e-16 · the largest one
  /// Throws: `LinearAlgebraError.notFinite`, `.failed`
  public static func values(of a: Matrix) throws(LinearAlgebraError) -> [Double] {
    try decompose(a, job: "N").values
  }

  private static func decompose(_ a: Matrix, job: String) throws(LinearAlgebraError) -> (values: [Double], Matrix) {
    precondition(a.rows == a.columns, "eigenvalues of a \(a.rows)x\(a.columns) matrix")
    guard a.allFinite else { throw .notFinite(what: "a symmetric matrix") }
    let d = a.rows
    guard d > 0 else { return ([], a) }
    LAPACK.prepare()
    var vectors = a
    var values = [Double](repeating: 0, count: d)
    var integerWork = [Int32](repeating: 0, count: 3 + 5 * d)
    var info: Int32 = 0
    let integerCount = integerWork.count.int32
    withUnsafePointer(to: d.int32) { n in
      LAPACK.withWorkspace { work, size in
        withUnsafePointer(to: size) { length in
          withUnsafePointer(to: integerCount) { integerLength in
            // LAPACK's columns are our rows.
            dsyevd_(
              job, "L", n, &vectors.values, n, &values, work, length, &integerWork, integerLength, &info, 1, 1)
          }
        }
      }
    }
    guard info == 0 else { throw .failed(routine: "dsyevd", info: Int(info)) }
    return (values, vectors)
  }

  /// The minimum-norm solution of A·X = B that ignores eigenvalues not above `cutoff`.
  ///
  /// Shapes: b [d, k] → [d, k]
  public func pseudoInverseSolve(_ b: Matrix, above cutoff: Double) -> Matrix {
    var projected = Matrix.product(vectors, b)
    for (i, value) in values.enumerated() {
      let factor = value > cutoff ? 1 / value : 0
      for c in 0..<b.columns { projected[i, c] *= factor }
    }
    return Matrix.product(vectors, projected, transposeA: true)
  }
}
