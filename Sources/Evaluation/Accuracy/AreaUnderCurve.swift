import Foundation

/// Probability that a positive sample scores above a negative one, ties counted half.
///
/// Shapes: positives [P], negatives [N]
/// Range:  [0, 1]; undefined when a side is empty or a score is not a number
/// Source: Mann and Whitney's U over P·N, by mid-ranks
public func areaUnderCurve(positives: [Double], negatives: [Double]) -> MetricValue {
  guard !positives.isEmpty, !negatives.isEmpty else { return .undefined("a side has no samples") }
  let scores = positives.map { ($0, true) } + negatives.map { ($0, false) }
  guard !scores.contains(where: { $0.0.isNaN }) else { return .undefined("a score is not a number") }
  let sorted = scores.sorted { $0.0 < $1.0 }
  var rankSum = 0.0
  var start = 0
  while start < sorted.count {
    var end = start + 1
    while end < sorted.count, sorted[end].0 == sorted[start].0 { end += 1 }
    // Ranks start+1 … end share their mean.
    let middle = Double(start + 1 + end) / 2
    rankSum += middle * Double(sorted[start..<end].count { $0.1 })
    start = end
  }
  let p = Double(positives.count), n = Double(negatives.count)
  return .value((rankSum - p * (p + 1) / 2) / (p * n))
}

/// How well some classes can be told apart among themselves: one against the rest, mean over the classes.
///
/// The score of a class is its log-probability among these classes only, so that a network that has learnt to avoid
/// all of them is still asked which it would choose.
///
/// Shapes: samples with labels in `classes`; others are left out
/// Range:  [0, 1], 0.5 for no information; undefined with fewer than two classes present
public func withinClassesAUC(_ samples: LabelledLogits, classes: [Int]) -> MetricValue {
  let present = classes.filter { samples.labels.contains(Int32($0)) }
  guard present.count >= 2 else { return .undefined("fewer than two of the classes have samples") }
  let chosen = samples.of(classes: present)
  var scores = present.map { _ in (positives: [Double](), negatives: [Double]()) }
  for row in 0..<chosen.count {
    let logits = present.map { chosen.logits[row, $0] }
    let total = logSumExp(logits)
    for (i, c) in present.enumerated() {
      let score = logits[i] - total
      if chosen.labels[row] == Int32(c) { scores[i].positives.append(score) } else { scores[i].negatives.append(score) }
    }
  }
  var sum = 0.0
  for side in scores {
    switch areaUnderCurve(positives: side.positives, negatives: side.negatives) {
    case .value(let area): sum += area
    case .undefined(let reason): return .undefined(reason)
    }
  }
  return .value(sum / Double(present.count))
}

/// log Σ exp(xᵢ), without overflow.
func logSumExp(_ values: some Collection<Double>) -> Double {
  guard let largest = values.max(), largest.isFinite else { return values.max() ?? -.infinity }
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}
