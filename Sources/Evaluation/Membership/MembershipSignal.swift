/// The number by which a membership attack tells members from others.
public enum MembershipSignal: String, CaseIterable, Sendable {
  /// Softmax probability of the true label: the published column.
  case confidence
  /// Entropy of the softmax, nats.
  case entropy
  /// 1 where the answer is right, else 0.
  case correctness
  /// Modified entropy, nats, by the published formula. The reference release indexes all label columns for all rows
  /// and writes log p for log(1−p); that is not reproduced.
  case modifiedEntropy = "m-entropy"

  /// The signal of each sample; [N].
  public func values(_ samples: LabelledLogits) -> [Double] {
    let statistics = SoftmaxStatistics(samples)
    switch self {
    case .confidence: return statistics.confidence
    case .entropy: return statistics.entropy
    case .correctness: return statistics.correctness
    case .modifiedEntropy: return statistics.modifiedEntropy
    }
  }
}
