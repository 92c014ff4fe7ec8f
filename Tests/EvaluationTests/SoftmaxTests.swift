import Foundation
import TensorCore
import Testing

@testable import Evaluation

@Suite struct SoftmaxTests {
  /// The softmax case of make_evaluation_golden.py.
  static let golden: LabelledLogits = {
    var draws = Draws(8)
    let logits = Matrix(rows: 90, columns: 6, values: draws.array(540).map { 8 * $0 - 4 })
    return LabelledLogits(logits: logits, labels: (0..<90).map { Int32($0 % 6) })
  }()

  @Test func statisticsAreHandComputed() {
    // Softmax (3/4, 1/4), asked for the first and for the second class, and (1/2, 1/2).
    let logits = Matrix([[log(3), 0], [log(3), 0], [5, 5]])
    let statistics = SoftmaxStatistics(LabelledLogits(logits: logits, labels: [0, 1, 1]))
    let entropy = log(4) - 0.75 * log(3)
    let expected: [([Double], [Double])] = [
      (statistics.confidence, [0.75, 0.25, 0.5]), (statistics.maximumProbability, [0.75, 0.75, 0.5]),
      (statistics.entropy, [entropy, entropy, log(2)]),
      (statistics.modifiedEntropy, [-0.5 * log(0.75), 1.5 * log(4), log(2)]), (statistics.correctness, [1, 0, 0]),
    ]
    for (found, wanted) in expected {
      #expect(found.count == wanted.count)
      for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 1e-14) }
    }
  }

  @Test func saturatedAnswersStayFinite() {
    let logits = Matrix([[1000, 0, -1000], [1000, 0, -1000], [40, 0, 0]])
    let statistics = SoftmaxStatistics(LabelledLogits(logits: logits, labels: [1, 0, 0]))
    #expect(abs(statistics.modifiedEntropy[0] - 2000) < 1e-9)
    #expect(statistics.modifiedEntropy[1] == 0 && statistics.entropy[1] == 0)
    // 1 − p = 2e⁻⁴⁰ would be 0 by subtraction.
    let rest = 2 * exp(-40.0)
    #expect(abs(statistics.modifiedEntropy[2] / (rest * rest * 1.5) - 1) < 1e-9)
  }

  @Test func statisticsMatchNumPy() {
    let statistics = SoftmaxStatistics(Self.golden)
    #expect(abs(MetricValue(meanOf: statistics.confidence).value! - 0.1650354958538456) < 1e-14)
    #expect(abs(MetricValue(meanOf: statistics.entropy).value! - 0.9618523449352792) < 1e-13)
    #expect(abs(MetricValue(meanOf: statistics.modifiedEntropy).value! - 3.8663441419135887) < 1e-12)
  }

  @Test(arguments: [(1.0, 2.219), (3.0, 1.195), (6.0, 0.116)])
  func certificateMatchesThePublishedExamples(norm: Double, entropy: Double) {
    #expect(abs(EntropyCertificate(logitNorm: norm, classCount: 10).minimumEntropy - entropy) < 5e-4)
  }

  @Test(arguments: [2, 10, 100], [0, 0.5, 3, 10])
  func certificateIsAttainedByTheCentredPeak(classCount: Int, norm: Double) {
    let c = Double(classCount)
    let peak = norm * ((c - 1) / c).squareRoot()
    var logits = Matrix(rows: 1, columns: classCount, repeating: -peak / (c - 1))
    logits[0, 0] = peak
    #expect(abs(logits.frobeniusNorm - norm) < 1e-12)
    let statistics = SoftmaxStatistics(LabelledLogits(logits: logits, labels: [0]))
    let certificate = EntropyCertificate(logitNorm: norm, classCount: classCount)
    #expect(abs(certificate.minimumEntropy - statistics.entropy[0]) < 1e-12)
    #expect(abs(certificate.maximumProbability - statistics.maximumProbability[0]) < 1e-12)
  }

  @Test func certificateHoldsForRandomLogits() {
    var draws = Draws(21)
    for _ in 0..<200 {
      let logits = Matrix(rows: 1, columns: 7, values: draws.array(7).map { 6 * $0 - 3 })
      let statistics = SoftmaxStatistics(LabelledLogits(logits: logits, labels: [0]))
      let certificate = EntropyCertificate(logitNorm: logits.frobeniusNorm, classCount: 7)
      #expect(statistics.entropy[0] >= certificate.minimumEntropy)
      #expect(statistics.maximumProbability[0] <= certificate.maximumProbability)
    }
  }

  @Test func unboundedLogitsGuaranteeNothing() {
    let certificate = EntropyCertificate(logitNorm: 1e6, classCount: 10)
    #expect(certificate.minimumEntropy == 0 && certificate.maximumProbability == 1)
  }
}
