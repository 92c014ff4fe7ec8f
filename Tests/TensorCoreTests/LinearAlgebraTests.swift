import Testing

@testable import TensorCore

/// Normal deviates for linear algebra tests: reproducible, and independent of the code under test.
struct LinearAlgebraNumbers {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  private mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  /// Irwin–Hall: near enough to normal.
  mutating func next() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double(bits() >> 11) * 0x1p-53 } }
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in next() })
  }
}

@Suite struct LinearAlgebraTests {
  @Test func productMatchesTheHandComputedOne() {
    let a = Matrix([[1, 2], [3, 4], [5, 6]])
    let b = Matrix([[1, 0, 2], [0, 1, 3]])
    #expect(Matrix.product(a, b) == Matrix([[1, 2, 8], [3, 4, 18], [5, 6, 28]]))
    #expect(Matrix.product(a, a, transposeA: true) == Matrix([[35, 44], [44, 56]]))
    #expect(Matrix.product(b, b, transposeB: true) == Matrix([[5, 6], [6, 10]]))
    #expect(Matrix.product(b, a, transposeA: true, transposeB: true) == Matrix([[1, 3, 5], [2, 4, 6], [8, 18, 28]]))
    #expect(a.transposed == Matrix([[1, 3, 5], [2, 4, 6]]))
  }

  @Test func productWithNothingInsideIsZero() {
    let product = Matrix.product(Matrix(rows: 2, columns: 0), Matrix(rows: 0, columns: 3))
    #expect(product == Matrix(rows: 2, columns: 3))
  }

  // Sizes around the block of 512 rows.
  @Test(arguments: [1, 2, 511, 512, 513, 1300])
  func gramAndCrossProductMatchTheNaiveSums(rows: Int) {
    var numbers = LinearAlgebraNumbers(UInt64(rows))
    let floats = (0..<rows * 5).map { _ in Float(numbers.next()) }
    let x = SampleMatrix(rows: rows, columns: 5, floats: floats)
    let y = numbers.matrix(rows, 3)
    var expected = Matrix(rows: 5, columns: 5)
    var cross = Matrix(rows: 5, columns: 3)
    for n in 0..<rows {
      for i in 0..<5 {
        for j in 0..<5 { expected[i, j] += Double(floats[n * 5 + i]) * Double(floats[n * 5 + j]) }
        for j in 0..<3 { cross[i, j] += Double(floats[n * 5 + i]) * y[n, j] }
      }
    }
    #expect((gram(x) - expected).maximumMagnitude < 1e-11 * Double(rows))
    #expect((crossProduct(x, SampleMatrix(y)) - cross).maximumMagnitude < 1e-11 * Double(rows))
  }

  @Test func gramOfShiftedSamplesKeepsATinyVariance() {
    // Variance 1e-8 of the squared mean: Σxxᵀ − n·μμᵀ would keep eight digits at most.
    let values = (0..<1000).map { 1000 + ($0.isMultiple(of: 2) ? 0.1 : -0.1) }
    let x = SampleMatrix(Matrix(rows: 1000, columns: 1, values: values))
    #expect(x.columnMeans()[0] == 1000)
    #expect(abs(gram(x, subtracting: [1000])[0, 0] - 10) < 1e-9)
  }

  @Test func rowsAreSelectedMultipliedAndMeasured() {
    let x = SampleMatrix(rows: 3, columns: 2, floats: [3, 4, 0, 1, 6, 8])
    #expect(x.squaredRowNorms() == [25, 1, 100])
    #expect(x.squaredRowNorms(subtracting: [3, 4]) == [0, 18, 25])
    #expect(x.selecting(rows: [2, 0]).matrix == Matrix([[6, 8], [3, 4]]))
    #expect(x.times(Matrix([[1], [2]])).values == [11, 2, 22])
    #expect(SampleMatrix.oneHot([1, 0], classCount: 3).matrix == Matrix([[0, 1, 0], [1, 0, 0]]))
  }

  @Test func choleskySolvesAHandComputedSystem() throws {
    let solution = try choleskySolve(Matrix([[4, 2], [2, 3]]), Matrix([[8, 2], [8, 3]]))
    #expect((solution - Matrix([[1, 0], [2, 1]])).maximumMagnitude < 1e-15)
  }

  @Test func choleskyRefusesWhatIsNotPositiveDefinite() {
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2, size: 2)) {
      try choleskySolve(Matrix([[1, 2], [2, 1]]), Matrix([[1], [1]]))
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "a linear system")) {
      try choleskySolve(Matrix([[.nan]]), Matrix([[1]]))
    }
  }

  @Test func eigenvaluesOfAHandComputedMatrix() throws {
    let eigen = try SymmetricEigen(Matrix([[2, 1], [1, 2]]))
    #expect(abs(eigen.values[0] - 1) < 1e-15 && abs(eigen.values[1] - 3) < 1e-15)
    #expect(abs(abs(eigen.vectors[1, 0]) - 0.5.squareRoot()) < 1e-15)
    // Pseudo-inverse of [[1, 1], [1, 1]] is a quarter of it.
    let singular = try SymmetricEigen(Matrix([[1, 1], [1, 1]]))
    let solution = singular.pseudoInverseSolve(.identity(2), above: 1e-12)
    #expect((solution - Matrix(rows: 2, columns: 2, repeating: 0.25)).maximumMagnitude < 1e-15)
  }

  @Test(arguments: [(1, 1), (3, 7), (7, 3), (33, 33), (64, 9)])
  func decompositionsRebuildTheMatrix(rows: Int, columns: Int) throws {
    var numbers = LinearAlgebraNumbers(UInt64(rows * 100 + columns))
    let a = numbers.matrix(rows, columns)
    let svd = try SingularValueDecomposition(a)
    var scaled = svd.rightTransposed
    for r in 0..<scaled.rows { for c in 0..<columns { scaled[r, c] *= svd.values[r] } }
    #expect((Matrix.product(svd.left, scaled) - a).maximumMagnitude < 1e-12)
    #expect(svd.values == svd.values.sorted(by: >))

    let symmetric = Matrix.product(a, a, transposeA: true)
    let eigen = try SymmetricEigen(symmetric)
    var stretched = eigen.vectors
    for r in 0..<columns { for c in 0..<columns { stretched[r, c] *= eigen.values[r] } }
    let rebuilt = Matrix.product(eigen.vectors, stretched, transposeA: true)
    #expect((rebuilt - symmetric).maximumMagnitude < 1e-11)
    for (value, singular) in zip(eigen.values.reversed(), svd.values) {
      #expect(abs(value - singular * singular) < 1e-11)
    }
  }

  @Test func triangularFactorHasTheGramOfItsRows() throws {
    var numbers = LinearAlgebraNumbers(5)
    let x = SampleMatrix(numbers.matrix(1200, 6)), y = SampleMatrix(numbers.matrix(1200, 2))
    let factor = try TriangularFactor(x, y, subtracting: nil, ridge: 3)
    var expected = gram(x)
    for i in 0..<6 { expected[i, i] += 3 }
    let found = Matrix.product(factor.features, factor.features, transposeA: true)
    #expect((found - expected).maximumMagnitude < 1e-10)
    let cross = Matrix.product(factor.features, factor.targets, transposeA: true)
    #expect((cross - crossProduct(x, y)).maximumMagnitude < 1e-10)
  }

  @Test func errorsSayWhatAndTheRemedy() {
    let errors: [LinearAlgebraError] = [
      .notFinite(what: "features"), .empty(what: "a fit"), .rowMismatch(what: "a fit", expected: 2, found: 3),
      .notPositiveDefinite(order: 2, size: 4), .failed(routine: "dsyevd", info: 1),
    ]
    for error in errors { #expect(error.description.count { $0 == "." } >= 1) }
    #expect(errors[2].description.hasPrefix("a fit: 3 rows where 2 were expected."))
  }
}
