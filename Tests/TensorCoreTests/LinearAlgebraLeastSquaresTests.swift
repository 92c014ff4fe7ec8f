import Foundation
import Testing

@testable import TensorCore

@Suite struct LinearAlgebraLeastSquaresTests {
  /// Samples with a planted affine map: y = x·W + c.
  static func planted(rows: Int, inputs: Int, outputs: Int, seed: UInt64) -> (SampleMatrix, SampleMatrix, AffineMap) {
    var numbers = LinearAlgebraNumbers(seed)
    let x = SampleMatrix(
      rows: rows, columns: inputs, floats: (0..<rows * inputs).map { _ in Float(numbers.next() + 0.7) })
    let map = AffineMap(weights: numbers.matrix(inputs, outputs), intercept: numbers.matrix(1, outputs).values)
    return (x, SampleMatrix(map(x)), map)
  }

  static func distance(_ a: AffineMap, _ b: AffineMap) -> Double {
    max((a.weights - b.weights).maximumMagnitude, zip(a.intercept, b.intercept).map { abs($0 - $1) }.max() ?? 0)
  }

  @Test func aPlantedMapIsRecovered() throws {
    let (x, y, map) = Self.planted(rows: 900, inputs: 24, outputs: 7, seed: 1)
    let fit = try leastSquares(x, y, settings: LeastSquaresSettings(ridge: 0))
    #expect(Self.distance(fit.map, map) < 1e-12)
    #expect(fit.solver == .cholesky && fit.numericalRank == 24 && fit.sampleCount == 900)
  }

  @Test func aLineIsFittedAsByHand() throws {
    // Through (0, 1), (1, 3), (2, 4): slope 1.5, intercept 7/6; without intercept 11/5.
    let x = SampleMatrix(rows: 3, columns: 1, floats: [0, 1, 2])
    let y = SampleMatrix(rows: 3, columns: 1, floats: [1, 3, 4])
    let fit = try leastSquares(x, y, settings: LeastSquaresSettings(ridge: 0))
    #expect(abs(fit.map.weights[0, 0] - 1.5) < 1e-14 && abs(fit.map.intercept[0] - 7.0 / 6) < 1e-14)
    let through = try leastSquares(x, y, settings: LeastSquaresSettings(intercept: false, ridge: 0))
    #expect(abs(through.map.weights[0, 0] - 2.2) < 1e-14 && through.map.intercept == [0])
    // Ridge 0.4 of trace/d = 5 is λ = 2: centred slope 3 / (2 + 2), free intercept 8/3 − 0.75.
    let ridged = try leastSquares(x, y, settings: LeastSquaresSettings(ridge: 0.4))
    #expect(abs(ridged.penalty - 2) < 1e-14 && abs(ridged.map.weights[0, 0] - 0.75) < 1e-14)
    #expect(abs(ridged.map.intercept[0] - (8.0 / 3 - 0.75)) < 1e-14)
    // Penalised intercept: ([[5, 3], [3, 3]] + 2·I)⁻¹ · (11, 8) = (31, 23) / 26.
    let settings = LeastSquaresSettings(ridge: 0.4, penalisesIntercept: true)
    let penalised = try leastSquares(x, y, settings: settings)
    #expect(abs(penalised.map.weights[0, 0] - 31.0 / 26) < 1e-14)
    #expect(abs(penalised.map.intercept[0] - 23.0 / 26) < 1e-14)
  }

  @Test(arguments: [true, false])
  func rankDeficientFeaturesGetTheMinimumNormSolution(intercept: Bool) throws {
    // The third column repeats the first: the minimum norm splits the weight evenly.
    var numbers = LinearAlgebraNumbers(3)
    let base = numbers.matrix(400, 2)
    var x = Matrix(rows: 400, columns: 3)
    var y = Matrix(rows: 400, columns: 1)
    for r in 0..<400 {
      (x[r, 0], x[r, 1], x[r, 2]) = (base[r, 0], base[r, 1], base[r, 0])
      y[r, 0] = 4 * base[r, 0] - base[r, 1]
    }
    let settings = LeastSquaresSettings(intercept: intercept, ridge: 0)
    let fit = try leastSquares(SampleMatrix(x), SampleMatrix(y), settings: settings)
    #expect(fit.solver == .pseudoInverse && fit.numericalRank == 2)
    #expect((fit.map.weights - Matrix([[2], [-1], [2]])).maximumMagnitude < 1e-10)
  }

  @Test func fewerSamplesThanFeaturesAreInterpolated() throws {
    var numbers = LinearAlgebraNumbers(8)
    let x = SampleMatrix(numbers.matrix(10, 30)), y = SampleMatrix(numbers.matrix(10, 2))
    let fit = try leastSquares(x, y, settings: LeastSquaresSettings(ridge: 0))
    #expect(fit.numericalRank == 9)
    #expect((fit.map(x) - y.matrix).maximumMagnitude < 1e-10)
  }

  // κ of 5e5 and 1.4e7: the normal equations would lose up to all digits.
  @Test(arguments: [3e-6, 1e-7])
  func illConditionedFeaturesGoThroughOrthogonalFactors(scale: Double) throws {
    var numbers = LinearAlgebraNumbers(4)
    var x = numbers.matrix(700, 4)
    for r in 0..<700 { x[r, 3] = x[r, 0] + scale * x[r, 3] }
    let map = AffineMap(weights: Matrix([[1], [2], [3], [-1]]), intercept: [0.5])
    let settings = LeastSquaresSettings(ridge: 0, relativeCutoff: 1e-12)
    let fit = try leastSquares(SampleMatrix(x), SampleMatrix(map(SampleMatrix(x))), settings: settings)
    #expect(fit.solver == .orthogonal && fit.numericalRank == 4)
    #expect(Self.distance(fit.map, map) < 1e-15 / scale * 10)
  }

  @Test func aRidgeTooSmallForTheNormalEquationsGoesThroughOrthogonalFactors() throws {
    var numbers = LinearAlgebraNumbers(14)
    var x = numbers.matrix(300, 3)
    for r in 0..<300 { x[r, 2] = x[r, 0] + x[r, 1] }
    let y = SampleMatrix(Matrix(rows: 300, columns: 1, values: (0..<300).map { x[$0, 0] + 2 * x[$0, 1] }))
    let fit = try leastSquares(SampleMatrix(x), y, settings: LeastSquaresSettings(ridge: 1e-13))
    #expect(fit.solver == .orthogonal)
    // The ridge's limit is the minimum-norm solution: a + c = 1, b + c = 2 with a² + b² + c² least.
    #expect((fit.map.weights - Matrix([[0], [1], [1]])).maximumMagnitude < 1e-6)
  }

  @Test(arguments: [0, 1e-6])
  func featuresAtOnePointLeaveOnlyTheMean(ridge: Double) throws {
    let x = SampleMatrix(
      rows: 600, columns: 8, floats: (0..<600).flatMap { _ in (0..<8).map { 0.1 + Float($0) / 3 } })
    let y = SampleMatrix.oneHot((0..<600).map { Int32($0 % 3) }, classCount: 3)
    let fit = try leastSquares(x, y, settings: LeastSquaresSettings(ridge: ridge))
    #expect(fit.solver == .constant && fit.numericalRank == 0 && fit.effectiveRank == 0)
    #expect(fit.conditionNumber == nil)
    #expect(fit.map.weights.maximumMagnitude == 0)
    for value in fit.map(x).values { #expect(abs(value - 1.0 / 3) < 1e-12) }
  }

  @Test func allZeroFeaturesLeaveOnlyTheMean() throws {
    let x = SampleMatrix(Matrix(rows: 4, columns: 3))
    let y = SampleMatrix(Matrix([[1], [2], [3], [4]]))
    #expect(try leastSquares(x, y).map.intercept == [2.5])
    #expect(try leastSquares(x, y, settings: LeastSquaresSettings(intercept: false)).map.intercept == [0])
  }

  @Test func effectiveRankFollowsItsDefinition() {
    #expect(abs(Spectrum(singularValues: [2, 2, 2, 2], cutoff: 0).effectiveRank - 4) < 1e-12)
    #expect(abs(Spectrum(singularValues: [3, 1e-9, 0], cutoff: 1e-9).effectiveRank - 1) < 1e-12)
    // Singular values 3 and 1: entropy of (3/4, 1/4).
    let spectrum = Spectrum(singularValues: [3, 1], cutoff: 0)
    #expect(abs(spectrum.effectiveRank - exp(0.75 * log(4.0 / 3) + 0.25 * log(4.0))) < 1e-12)
    #expect(spectrum.conditionNumber == 3 && spectrum.rank == 2)
  }

  @Test func mapsCompose() {
    var numbers = LinearAlgebraNumbers(9)
    let first = AffineMap(weights: numbers.matrix(4, 3), intercept: [1, 2, 3])
    let second = AffineMap(weights: numbers.matrix(3, 2), intercept: [-1, 1])
    let x = SampleMatrix(numbers.matrix(20, 4))
    let twice = second(SampleMatrix(first(x)))
    #expect((first.followed(by: second)(x) - twice).maximumMagnitude < 1e-13)
    #expect(
      AffineMap(inputCount: 1, weights: [2, 3], intercept: [1, 0])(SampleMatrix(Matrix([[5]]))).values == [11, 15])
  }

  @Test func theSameBitsComeOutTwice() throws {
    let (x, y, _) = Self.planted(rows: 1500, inputs: 40, outputs: 5, seed: 77)
    #expect(try leastSquares(x, y).map == leastSquares(x, y).map)
  }

  @Test func whatCannotBeFittedIsAnError() {
    let two = SampleMatrix(Matrix([[1], [2]])), one = SampleMatrix(Matrix([[1]]))
    #expect(throws: LinearAlgebraError.rowMismatch(what: "a least-squares fit", expected: 2, found: 1)) {
      try leastSquares(two, one)
    }
    #expect(throws: LinearAlgebraError.empty(what: "a least-squares fit")) {
      try leastSquares(SampleMatrix(Matrix(rows: 0, columns: 1)), SampleMatrix(Matrix(rows: 0, columns: 1)))
    }
    let broken = SampleMatrix(Matrix([[.infinity], [1]]))
    #expect(throws: LinearAlgebraError.notFinite(what: "the features of a least-squares fit")) {
      try leastSquares(broken, two)
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the targets of a least-squares fit")) {
      try leastSquares(two, broken)
    }
  }
}
