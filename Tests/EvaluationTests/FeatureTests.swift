import Foundation
import TensorCore
import Testing

@testable import Evaluation

@Suite struct FeatureTests {
  @Test func statisticsAreHandComputed() throws {
    // Corners of a square around (3, 4): variance 2, two equal directions.
    let square = SampleMatrix(Matrix([[2, 3], [2, 5], [4, 3], [4, 5]]))
    let statistics = try FeatureStatistics(square)
    #expect(abs(statistics.variance.value! - 2) < 1e-14 && abs(statistics.effectiveRank.value! - 2) < 1e-12)
    let norms = RowNorms(SampleMatrix(Matrix([[3, 4], [0, 1]])))
    #expect(norms.mean == .value(3) && norms.maximum == .value(5))
    #expect(RowNorms(SampleMatrix(Matrix(rows: 0, columns: 2))).mean == .undefined("no samples"))
  }

  @Test func featuresAtOnePointHaveNoRank() throws {
    let point = SampleMatrix(rows: 300, columns: 3, floats: (0..<300).flatMap { _ in [0.1, 0.7, -3.3] as [Float] })
    let statistics = try FeatureStatistics(point)
    #expect(statistics.variance.value! < 1e-25 && statistics.effectiveRank == .value(0))
    let none = try FeatureStatistics(SampleMatrix(Matrix(rows: 0, columns: 3)))
    #expect(none.variance == .undefined("no samples"))
    let broken = try FeatureStatistics(SampleMatrix(Matrix([[.infinity, 1], [1, 1]])))
    #expect(broken.variance == .undefined("not a finite number"))
  }

  @Test func ledgerSeparatesWhatTheHeadCannotSee() throws {
    // The head reads the first two of three features, with gains 2 and 1.
    let head = AffineMap(weights: Matrix([[2, 0], [0, 1], [0, 0]]), intercept: [10, 10])
    let features = SampleMatrix(Matrix([[3, 4, 0], [0, 0, 5]]))
    let ledger = try NullSpaceLedger(features: features, head: head)
    #expect(ledger.headRank == 2 && abs(ledger.largestGain - 2) < 1e-14)
    #expect(ledger.meanFeatureNorm == .value(5))
    #expect(abs(ledger.meanMappedNorm.value! - 52.0.squareRoot() / 2) < 1e-14)
    #expect(abs(ledger.nullEnergyFraction.value! - 0.5) < 1e-14)
    let zero = try NullSpaceLedger(features: SampleMatrix(Matrix(rows: 2, columns: 3)), head: head)
    #expect(zero.nullEnergyFraction == .undefined("the features are zero"))
  }

  @Test func alignmentMatchesNumPy() {
    var draws = Draws(7)
    let x = Matrix(rows: 60, columns: 12, values: draws.array(720))
    var y = Matrix(rows: 60, columns: 8, values: draws.array(480))
    for r in 0..<60 { for c in 0..<8 { y[r, c] = 0.5 * x[r, c] + 0.5 * y[r, c] } }
    let (first, second) = (SampleMatrix(x), SampleMatrix(y))
    #expect(abs(linearCKA(first, second).value! - 0.5249317029248) < 1e-12)
    #expect(abs(debiasedCKA(first, second).value! - 0.44745127959998016) < 1e-12)
  }

  @Test func alignmentIgnoresRotationScaleAndShift() {
    var draws = Draws(11)
    let x = Matrix(rows: 50, columns: 2, values: draws.array(100))
    let rotated = Matrix(
      rows: 50, columns: 2, values: (0..<50).flatMap { [7 - 3 * x[$0, 1], 2 + 3 * x[$0, 0]] })
    #expect(abs(linearCKA(SampleMatrix(x), SampleMatrix(rotated)).value! - 1) < 1e-12)
    #expect(abs(debiasedCKA(SampleMatrix(x), SampleMatrix(rotated)).value! - 1) < 1e-12)
  }

  @Test func alignmentOfOrthogonalPlansIsHandComputed() {
    // Centred, orthogonal columns a, b, c of length 2: {a, b} against {b, c} share one direction of two.
    let x = SampleMatrix(rows: 4, columns: 2, floats: [1, 1, 1, -1, -1, 1, -1, -1])
    let y = SampleMatrix(rows: 4, columns: 2, floats: [1, 1, -1, -1, 1, -1, -1, 1])
    #expect(abs(linearCKA(x, y).value! - 0.5) < 1e-12)
    #expect(abs(linearCKA(x, x).value! - 1) < 1e-12)
    // Twice the first column: kernels 4aaᵀ + bbᵀ against aaᵀ: 4·4·4 / (√(16 + 1)·4·4).
    let stretched = SampleMatrix(rows: 4, columns: 2, floats: [2, 1, 2, -1, -2, 1, -2, -1])
    let first = SampleMatrix(rows: 4, columns: 1, floats: [1, 1, -1, -1])
    #expect(abs(linearCKA(stretched, first).value! - 4 / 17.0.squareRoot()) < 1e-12)
  }

  @Test(arguments: [0, 1000, 1e-20])
  func singlePrecisionFeaturesAlignAsTheirDoubles(offset: Double) {
    var draws = Draws(5)
    let (n, d) = (700, 20)
    let size = offset == 1e-20 ? 1e-20 : 1
    let x = draws.array(n * d).map { Float(offset + size * $0) }
    let noise = draws.array(n * d)
    let y = x.indices.map { Float(Double(x[$0]) + size * noise[$0]) }
    let single = (SampleMatrix(rows: n, columns: d, floats: x), SampleMatrix(rows: n, columns: d, floats: y))
    let double = (SampleMatrix(single.0.matrix), SampleMatrix(single.1.matrix))
    let (biased, debiased) = (linearCKA(double.0, double.1).value!, debiasedCKA(double.0, double.1).value!)
    #expect(biased > 0.1 && abs(linearCKA(single.0, single.1).value! - biased) < 1e-7)
    #expect(debiased > 0.1 && abs(debiasedCKA(single.0, single.1).value! - debiased) < 1e-7)
  }

  /// The errors that `linearCKA` and docs/numerics.md name, over enough samples to be read once.
  @Test(arguments: [("normal", 1e-7), ("rectified", 1e-7), ("log-normal", 2e-6)])
  func singlePrecisionErrs(features: String, bound: Double) {
    func shaped(_ value: Double) -> Double {
      features == "rectified" ? max(value, 0) : features == "log-normal" ? exp(2 * value) : value
    }
    var draws = Draws(7)
    let (n, d) = (5000, 16)
    let x = draws.array(n * d).map { $0 + 0.5 }
    let y = zip(x, draws.array(n * d)).map { $0 / 2 + $1 }
    let single = [x, y].map { SampleMatrix(rows: n, columns: d, floats: $0.map { Float(shaped($0)) }) }
    let double = single.map { SampleMatrix($0.matrix) }
    let expected = linearCKA(double[0], double[1]).value!
    #expect(abs(linearCKA(single[0], single[1]).value! / expected - 1) < bound)
  }

  @Test func alignmentWithOnePointIsUndefined() {
    let point = SampleMatrix(rows: 200, columns: 2, floats: (0..<200).flatMap { _ in [0.1, 0.3] as [Float] })
    var draws = Draws(3)
    let other = SampleMatrix(Matrix(rows: 200, columns: 2, values: draws.array(400)))
    #expect(linearCKA(point, other) == .undefined("zero variance"))
    #expect(linearCKA(other, point) == .undefined("zero variance"))
    #expect(debiasedCKA(point, other) == .undefined("zero variance"))
    let three = other.selecting(rows: [0, 1, 2])
    #expect(debiasedCKA(three, three) == .undefined("fewer than four samples"))
  }
}
