import Foundation
import TensorCore

/// Per-sample statistics of the softmax, computed from log-probabilities so that saturated answers keep their digits.
public struct SoftmaxStatistics: Sendable {
  /// Softmax probability of the true label; [N].
  public let confidence: [Double]
  /// Largest softmax probability; [N].
  public let maximumProbability: [Double]
  /// −Σ p log p in nats; [N].
  public let entropy: [Double]
  /// Modified entropy −(1−p_y) log p_y − Σ_{i≠y} p_i log(1−p_i), nats; [N].
  ///
  /// Source: Song and Mittal, "Systematic evaluation of privacy risks", 2021, equation (7)
  public let modifiedEntropy: [Double]
  /// 1 where the largest logit is the label's, else 0; [N].
  public let correctness: [Double]

  /// The statistics of each sample.
  ///
  /// Shapes: logits [N, C], labels [N]
  /// Error:  relative, about 1e-15 of the statistic; no clipping of small probabilities
  public init(_ samples: LabelledLogits) {
    var confidence: [Double] = [], maximum: [Double] = [], entropy: [Double] = [], modified: [Double] = []
    let classCount = samples.classCount
    var logP = [Double](repeating: 0, count: classCount)
    samples.logits.values.withUnsafeBufferPointer { values in
      for row in 0..<samples.count {
        let logits = UnsafeBufferPointer(rebasing: values[row * classCount..<(row + 1) * classCount])
        Self.logSoftmax(logits, into: &logP)
        let label = Int(samples.labels[row])
        confidence.append(exp(logP[label]))
        maximum.append(exp(logP.max() ?? 0))
        entropy.append(logP.reduce(0) { $0 - Self.timesProbability($1, $1) })
        modified.append(Self.modifiedEntropy(logP, label: label))
      }
    }
    self.confidence = confidence
    maximumProbability = maximum
    self.entropy = entropy
    modifiedEntropy = modified
    correctness = zip(samples.predictions, samples.labels).map { $0 == $1 ? 1 : 0 }
  }

  /// Log-probabilities; the largest one through log1p, which keeps it where it rounds to zero otherwise.
  private static func logSoftmax(_ logits: UnsafeBufferPointer<Double>, into logP: inout [Double]) {
    let top = logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
    let rest = logits.indices.reduce(0) { $1 == top ? $0 : $0 + exp(logits[$1] - logits[top]) }
    let normaliser = log1p(rest)
    for c in logits.indices { logP[c] = logits[c] - logits[top] - normaliser }
  }

  /// value·exp(logP), where 0·∞ is 0.
  private static func timesProbability(_ value: Double, _ logP: Double) -> Double {
    let p = exp(logP)
    return p == 0 ? 0 : value * p
  }

  private static func modifiedEntropy(_ logP: [Double], label: Int) -> Double {
    logP.indices.reduce(0) { sum, i in
      let others = logComplement(logP, i)
      return i == label ? sum - timesProbability(logP[i], others) : sum - timesProbability(others, logP[i])
    }
  }

  /// log(1 − p_i): by log1p where p_i is small, from the other probabilities where it is not.
  private static func logComplement(_ logP: [Double], _ i: Int) -> Double {
    let p = exp(logP[i])
    if p < 0.5 { return log1p(-p) }
    return logSumExp(logP.indices.lazy.filter { $0 != i }.map { logP[$0] })
  }
}
