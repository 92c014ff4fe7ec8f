import RecoveryAttack
import TensorCore

/// A made-up pair of networks: original features with class structure, a head, and unlearned features made from them.
struct PlantedScene {
  let featureCount = 12
  let classCount = 6
  let forgetClasses = [0, 1, 2]
  let labels: [Int32]
  let original: Matrix
  let head: AffineMap

  /// `count` samples, classes in turn; class means at distance, deviations of 0.3.
  init(count: Int, seed: UInt64) {
    var random = RandomStream(seed: seed)
    let d = featureCount
    var weights = Matrix(rows: d, columns: classCount)
    for r in 0..<d { for c in 0..<classCount { weights[r, c] = (r % classCount == c ? 1 : 0) + 0.1 * random.normal() } }
    head = AffineMap(weights: weights, intercept: (0..<classCount).map { _ in random.normal() })
    labels = (0..<count).map { Int32($0 % 6) }
    var features = Matrix(rows: count, columns: d)
    for r in 0..<count {
      for c in 0..<d { features[r, c] = (c % 6 == Int(labels[r]) ? 4 : 1) + 0.3 * random.normal() }
    }
    original = features
  }

  /// A view whose first two thirds are for calibration, the rest for evaluation and, again, for the forget samples.
  func view(unlearned: Matrix) -> RecoveryView {
    let cut = 2 * original.rows / 3
    let (first, rest) = (Array(0..<cut), Array(cut..<original.rows))
    let forget = rest.filter { forgetClasses.contains(Int(labels[$0])) }
    return RecoveryView(
      unlearnedFeatures: SampleMatrix(unlearned.selecting(rows: first)),
      originalFeatures: SampleMatrix(original.selecting(rows: first)), labels: first.map { labels[$0] },
      originalHead: head, evaluation: SampleMatrix(unlearned.selecting(rows: rest)),
      forgetTraining: SampleMatrix(unlearned.selecting(rows: forget)))
  }

  /// Labels of the evaluation rows.
  var evaluationLabels: [Int32] { Array(labels[(2 * original.rows / 3)...]) }

  /// The original network's logits on the evaluation rows.
  var evaluationLogits: Matrix {
    head(SampleMatrix(original.selecting(rows: Array(2 * original.rows / 3..<original.rows))))
  }

  /// The original features moved by a random affine map (invertible with probability one), plus noise.
  func moved(noise: Double = 0, seed: UInt64) -> Matrix {
    var random = RandomStream(seed: seed)
    let d = featureCount
    let mixing = Matrix(rows: d, columns: d, values: (0..<d * d).map { _ in random.normal() })
    var result = Matrix.product(original, mixing)
    for r in 0..<result.rows { for c in 0..<d { result[r, c] += 3 + noise * random.normal() } }
    return result
  }
}
