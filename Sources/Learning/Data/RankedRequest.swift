import TensorCore

/// The samples that the original network finds hardest, or easiest.
public struct RankedRequest: Equatable, Sendable {
  public enum End: String, Codable, Sendable, CaseIterable { case hardest, easiest }

  /// How hard a sample is to one network: a stand-in for how much it is memorised, which only networks that were
  /// trained without it can tell (Feldman and Zhang, "What Neural Networks Memorize and Why", 2020).
  public enum Score: String, Codable, Sendable, CaseIterable {
    /// The cross-entropy.
    case loss
    /// The length of the error, |softmax − onehot|₂ (Paul et al., "Deep Learning on a Data Diet", 2021).
    case el2n
    /// The largest logit of another class less the label's.
    case margin
  }

  public var end: End
  public var share: ForgetShare
  public var score: Score

  public init(_ end: End, _ share: ForgetShare, score: Score) {
    self.end = end
    self.share = share
    self.score = score
  }
}

extension RankedRequest.Score {
  /// One value a sample, the larger the harder.
  ///
  /// Shapes:    logits [N, C], N labels → N values
  func values(logits: Tensor, labels: [Int32]) -> [Float] {
    let truth = Tensor.oneHot(labels, classCount: logits.shape[1])
    switch self {
    case .loss: return crossEntropy(logits, labels: labels).floats
    case .el2n: return (logits.softmax() - truth).squared().sum(axes: [1]).squareRoot().floats
    case .margin: return ((logits - truth * 1e30).maximum(axis: 1) - (logits * truth).sum(axes: [1])).floats
    }
  }
}

extension Subset {
  /// The rows that a ranking takes; of equal values the first ones.
  func rows(of request: RankedRequest, original logits: Tensor) throws -> [Int] {
    let values = request.score.values(logits: logits, labels: labels)
    let wanted = try request.share.count(of: count)
    let order = values.indices.sorted { a, b in
      if values[a] == values[b] { return a < b }
      return request.end == .hardest ? values[a] > values[b] : values[a] < values[b]
    }
    return Array(order.prefix(wanted))
  }
}
