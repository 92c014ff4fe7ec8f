extension SampleMatrix {
  /// Singular values of the samples, less `shift` in each row where given, descending.
  ///
  /// From the eigenvalues of the Gram matrix while they keep their digits, from a triangular factor otherwise, which
  /// takes several times as long.
  ///
  /// Shapes: [n, d], shift [d] → [min(n, d)]
  /// Error:  relative, about 1e-16 · κ² up to κ = 1e5; beyond, 1e-16 of the largest
  /// Throws: `LinearAlgebraError.notFinite`, `.failed`
  public func singularValues(subtracting shift: [Double]? = nil) throws(LinearAlgebraError) -> [Double] {
    try rightFactor(subtracting: shift, wantingVectors: false).values
  }

  /// Right singular vectors in rows, where wanted, and singular values, descending.
  fileprivate func rightFactor(
    subtracting shift: [Double]?, wantingVectors: Bool
  ) throws(LinearAlgebraError) -> (values: [Double], vectors: Matrix) {
    let product = gram(self, subtracting: shift)
    guard product.allFinite else { throw .notFinite(what: "samples to decompose") }
    let count = min(rows, columns)
    guard count > 0 else { return ([], Matrix(rows: 0, columns: columns)) }
    let (eigenvalues, vectors): ([Double], Matrix)
    if wantingVectors {
      let eigen = try SymmetricEigen(product)
      (eigenvalues, vectors) = (eigen.values, eigen.vectors)
    } else {
      (eigenvalues, vectors) = (try SymmetricEigen.values(of: product), product)
    }
    if eigenvalues[columns - count] * NormalEquations.acceptableCondition >= eigenvalues[columns - 1] {
      return (
        Spectrum.singularValues(eigenvalues: Array(eigenvalues.suffix(count))),
        wantingVectors ? vectors.selecting(rows: (columns - count..<columns).reversed()) : vectors
      )
    }
    let none = SampleMatrix(Matrix(rows: rows, columns: 0))
    let factor = try TriangularFactor(self, none, subtracting: shift.map { ($0, []) }, ridge: 0)
    let decomposition = try SingularValueDecomposition(factor.features)
    return (Array(decomposition.values.prefix(count)), decomposition.rightTransposed)
  }
}

/// Thin singular value decomposition of samples, X ≈ U·diag(σ)·Vᵀ, over the directions that count.
public struct SampleDecomposition: Sendable {
  /// Left singular vectors in columns, in single precision; [n, r].
  public let left: SampleMatrix
  /// Singular values above the cutoff, descending; [r].
  public let values: [Double]
  /// Right singular vectors in rows; [r, d].
  public let rightTransposed: Matrix

  /// The decomposition of tall samples: V and σ from their Gram matrix or triangular factor, then U = X·V·diag(σ)⁻¹.
  ///
  /// Shapes: samples [n, d]; r ≤ min(n, d) directions have a singular value above relativeCutoff times the largest
  /// Error:  values as `SampleMatrix.singularValues`; U is rounded to single precision, and orthogonal to within that or
  ///         1e-16 · σ₁² / (σᵢ·σⱼ), whichever is larger
  /// Throws: `LinearAlgebraError.notFinite`, `.failed`
  public init(_ samples: SampleMatrix, relativeCutoff: Double = 1e-6) throws(LinearAlgebraError) {
    let (all, vectors) = try samples.rightFactor(subtracting: nil, wantingVectors: true)
    values = all.filter { $0 > relativeCutoff * all[0] }
    rightTransposed = vectors.selecting(rows: Array(values.indices))
    var scaled = rightTransposed.transposed
    for r in 0..<scaled.rows {
      for (c, value) in values.enumerated() { scaled[r, c] /= value }
    }
    left = SampleMatrix(samples.timesRounded(scaled))
  }
}
