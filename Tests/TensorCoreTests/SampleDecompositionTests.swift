import Testing

@testable import TensorCore

/// Singular values and vectors of tall samples.
@Suite struct SampleDecompositionTests {
  /// Columns of different sizes, 1 to 10^−decades, slightly mixed.
  static func samples(_ rows: Int, _ columns: Int, decades: Double) -> Matrix {
    var numbers = LinearAlgebraNumbers(31)
    var x = numbers.matrix(rows, columns)
    var size = 1.0
    for c in 0..<columns {
      for r in 0..<rows { x[r, c] *= size }
      size = c % 2 == 0 ? size * (decades > 3 ? 0.1 : 0.7) : size
    }
    return x
  }

  @Test(arguments: [(40, 5, 1.0), (700, 16, 1.0), (6, 9, 1.0), (700, 16, 8.0)])
  func singularValuesMatchLAPACK(rows: Int, columns: Int, decades: Double) throws {
    let x = Self.samples(rows, columns, decades: decades)
    let expected = try SingularValueDecomposition(x).values
    let found = try SampleMatrix(x).singularValues()
    #expect(found.count == min(rows, columns))
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-13 * expected[0] + 1e-9 * b) }
  }

  @Test func singularValuesOfShiftedSamplesAreThoseOfTheRest() throws {
    // Corners of a square around (3, 4): two values of 2.
    let square = SampleMatrix(Matrix([[2, 3], [2, 5], [4, 3], [4, 5]]))
    for value in try square.singularValues(subtracting: [3, 4]) { #expect(abs(value - 2) < 1e-14) }
  }

  @Test(arguments: [1.0, 8.0]) func theDecompositionRebuildsTheSamples(decades: Double) throws {
    let x = Self.samples(500, 10, decades: decades)
    let single = SampleMatrix(rows: 500, columns: 10, floats: x.values.map { Float($0) })
    let decomposition = try SampleDecomposition(single)
    let rank = decomposition.values.count
    #expect(rank == 10 && decomposition.left.columns == rank && decomposition.left.dtype == .float32)
    var scaled = decomposition.rightTransposed
    for r in 0..<rank { for c in 0..<10 { scaled[r, c] *= decomposition.values[r] } }
    let rebuilt = Matrix.product(decomposition.left.matrix, scaled)
    #expect((rebuilt - single.matrix).maximumMagnitude < 1e-6)
    #expect((gram(decomposition.left) - .identity(rank)).maximumMagnitude < 1e-6)
  }

  @Test func directionsThatDoNotCountAreLeftOut() throws {
    let decomposition = try SampleDecomposition(SampleMatrix(Matrix([[3, 3], [4, 4], [0, 0]])))
    #expect(decomposition.values.count == 1 && abs(decomposition.values[0] - 50.0.squareRoot()) < 1e-12)
    #expect(decomposition.left.columns == 1 && abs(abs(decomposition.left.matrix[0, 0]) - 0.6) < 1e-7)
    #expect(throws: LinearAlgebraError.notFinite(what: "samples to decompose")) {
      try SampleMatrix(Matrix([[.nan, 1], [1, 1]])).singularValues()
    }
  }

  @Test func samplesLendATensorsStorage() {
    let tensor = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2])
    let samples = SampleMatrix(tensor)
    #expect(samples.matrix == Matrix([[1, 2], [3, 4], [5, 6]]))
    #expect(samples.selecting(rows: [2, 0]).matrix == Matrix([[5, 6], [1, 2]]))
    tensor.withMutableFloats { $0[0] = 7 }
    #expect(samples.columnMeans() == [5, 4] && gram(samples)[0, 1] == 14 + 12 + 30)
    #expect(SampleMatrix(tensor.cast(to: .float64)).matrix == samples.matrix)
  }
}
