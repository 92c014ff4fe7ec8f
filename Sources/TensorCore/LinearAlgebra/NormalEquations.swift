/// The normal equations of a least-squares fit, and the choice of how to solve them.
struct NormalEquations {
  /// Condition numbers of FᵀF + λ up to this leave six digits to a Cholesky solution.
  static let acceptableCondition = 1e10

  let features: SampleMatrix
  let targets: SampleMatrix
  let settings: LeastSquaresSettings
  let centres: (x: [Double], y: [Double])?
  let rawTrace: Double
  /// Variance below this is the rounding of the samples themselves.
  let roundingVariance: Double
  /// FᵀF and Fᵀ·targets, less the centres.
  let gramMatrix: Matrix
  let cross: Matrix
  /// Eigenvalues of FᵀF, ascending.
  let eigenvalues: [Double]

  init(
    _ given: SampleMatrix, _ targets: SampleMatrix, settings: LeastSquaresSettings
  ) throws(LinearAlgebraError) {
    self.targets = targets
    self.settings = settings
    let centring = settings.intercept && !settings.penalisesIntercept
    // A penalised constant term is one more weight, of a feature that is always 1.
    features = settings.intercept && settings.penalisesIntercept ? given.appendingOnes() : given
    centres = centring ? (features.columnMeans(), targets.columnMeans()) : nil
    let (product, cross, _, _) = ColumnProducts.sums(features, targets, shifts: centres, wanting: (true, true, false))
    guard product.allFinite else { throw .notFinite(what: "the features of a least-squares fit") }
    // The trace of the features as given: what centring took away is put back, a column of ones is left out.
    let trace = (0..<given.columns).reduce(0) { $0 + product[$1, $1] }
    let mean = centres?.x ?? []
    rawTrace = trace + Double(given.rows) * LAPACK.dot(mean, mean)
    roundingVariance = rawTrace * given.unitRoundoff * given.unitRoundoff
    gramMatrix = product
    eigenvalues = try SymmetricEigen.values(of: product)
    self.cross = cross
    guard cross.allFinite else { throw .notFinite(what: "the targets of a least-squares fit") }
  }

  /// Solves by the cheapest way that keeps the digits.
  func fit() throws(LinearAlgebraError) -> LeastSquaresFit {
    let inputCount = features.columns - (settings.intercept && settings.penalisesIntercept ? 1 : 0)
    let penalty = settings.ridge * rawTrace / Double(inputCount)
    let largest = max(eigenvalues.last ?? 0, 0)
    let cutoff = max(settings.relativeCutoff * settings.relativeCutoff * largest, roundingVariance)
    let solution = try solve(penalty: penalty, largest: largest, cutoff: cutoff)
    return LeastSquaresFit(
      map: affineMap(solution.weights, inputCount: inputCount),
      spectrum: Spectrum(
        singularValues: solution.singularValues ?? Spectrum.singularValues(eigenvalues: eigenvalues),
        cutoff: cutoff.squareRoot()),
      penalty: penalty, solver: solution.solver, sampleCount: features.rows)
  }

  private struct Solution {
    var weights: Matrix
    var solver: LeastSquaresFit.Solver
    /// Those of the features, where they are known better than from the Gram matrix.
    var singularValues: [Double]?
  }

  private func solve(penalty: Double, largest: Double, cutoff: Double) throws(LinearAlgebraError) -> Solution {
    if largest <= cutoff {
      return Solution(weights: Matrix(rows: cross.rows, columns: cross.columns), solver: .constant)
    }
    let smallest = max(eigenvalues[0], 0)
    if largest + penalty <= Self.acceptableCondition * (smallest + penalty) {
      var ridged = gramMatrix
      for i in 0..<ridged.rows { ridged[i, i] += penalty }
      return Solution(weights: try choleskySolve(ridged, cross), solver: .cholesky)
    }
    let kept = eigenvalues.first { $0 > cutoff } ?? largest
    if penalty == 0, largest <= Self.acceptableCondition * kept {
      let weights = try SymmetricEigen(gramMatrix).pseudoInverseSolve(cross, above: cutoff)
      return Solution(weights: weights, solver: .pseudoInverse)
    }
    let factor = try TriangularFactor(features, targets, subtracting: centres, ridge: penalty)
    let decomposition = try SingularValueDecomposition(factor.features)
    // With a ridge no singular value is zero; without one the cutoff decides.
    let smallestKept = penalty > 0 ? 0 : cutoff.squareRoot()
    let rank = decomposition.values.count { $0 > smallestKept }
    return Solution(
      weights: decomposition.pseudoInverseSolve(factor.targets, rank: rank), solver: .orthogonal,
      singularValues: penalty > 0 ? nil : decomposition.values)
  }

  /// The map in the features' own coordinates: the constant term put back.
  private func affineMap(_ weights: Matrix, inputCount: Int) -> AffineMap {
    let k = weights.columns
    if let centres {
      let moved = Matrix.product(Matrix(rows: 1, columns: inputCount, values: centres.x), weights).values
      return AffineMap(weights: weights, intercept: zip(centres.y, moved).map { $0 - $1 })
    }
    guard weights.rows > inputCount else {
      return AffineMap(weights: weights, intercept: [Double](repeating: 0, count: k))
    }
    return AffineMap(weights: weights.selecting(rows: Array(0..<inputCount)), intercept: weights.row(inputCount))
  }
}

extension SampleMatrix {
  /// The samples with one more column, of ones.
  func appendingOnes() -> SampleMatrix {
    let source = matrix
    var wide = Matrix(rows: rows, columns: columns + 1, repeating: 1)
    wide.values.withUnsafeMutableBufferPointer { target in
      source.values.withUnsafeBufferPointer { values in
        for r in 0..<rows {
          (target.baseAddress! + r * (columns + 1)).update(from: values.baseAddress! + r * columns, count: columns)
        }
      }
    }
    return SampleMatrix(wide)
  }
}
