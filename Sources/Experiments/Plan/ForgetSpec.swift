import Learning

/// A forget request with the stream that a random one draws from.
///
/// In JSON as in a config: `{"kind": "class", "classes": [0]}`, `{"kind": "random", "fraction": 0.1, "random": …}`,
/// `{"kind": "hardest", "count": 500, "score": "loss"}`.
public struct ForgetSpec: Equatable, Sendable {
  public var request: ForgetRequest
  public var random: StreamSpec?

  public init(request: ForgetRequest, random: StreamSpec? = nil) {
    self.request = request
    self.random = random
  }

  /// The requests one after the other, each with its own stream: those that `Subset.partition` gives them.
  var steps: [ForgetSpec] {
    guard case .sequence(let requests) = request else { return [self] }
    return requests.enumerated().map { number, request in
      guard request.isDrawn, var random else { return ForgetSpec(request: request) }
      if number > 0 { random.path.append("request-\(number + 1)") }
      return ForgetSpec(request: request, random: random)
    }
  }
}

extension ForgetRequest {
  /// Whether its samples are drawn.
  var isDrawn: Bool {
    switch self {
    case .classes, .positions, .ranked: false
    case .classShare, .fraction, .count, .cluster, .noisyLabels: true
    case .sequence(let requests): requests.contains(where: \.isDrawn)
    }
  }
}

extension ForgetSpec: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, classes, fraction, count, indices, random, clusters, cluster, score, requests
    case ofClass = "class"
  }

  private enum Kind: String, Codable, CaseIterable {
    case ofClass = "class"
    case random, indices, cluster, hardest, easiest, sequence
    case noisyLabels = "noisy-labels"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    random = try values.decodeIfPresent(StreamSpec.self, forKey: .random)
    func share() throws -> ForgetShare {
      values.contains(.count)
        ? .count(try values.decode(Int.self, forKey: .count))
        : .fraction(try values.decode(Double.self, forKey: .fraction))
    }
    func ranked(_ end: RankedRequest.End) throws -> ForgetRequest {
      try .ranked(RankedRequest(end, share(), score: values.decode(RankedRequest.Score.self, forKey: .score)))
    }
    let word = try values.decode(String.self, forKey: .kind)
    switch Kind(rawValue: word) {
    case .ofClass:
      let classes = try values.decode([Int].self, forKey: .classes)
      request =
        values.contains(.count) || values.contains(.fraction) ? .classShare(classes, try share()) : .classes(classes)
    case .indices: request = .positions(try values.decode([Int].self, forKey: .indices))
    case .random:
      switch try share() {
      case .fraction(let fraction): request = .fraction(fraction)
      case .count(let count): request = .count(count)
      }
    case .cluster:
      request = .cluster(
        ClusterRequest(
          ofClass: try values.decodeIfPresent(Int.self, forKey: .ofClass),
          clusterCount: try values.decode(Int.self, forKey: .clusters),
          cluster: try values.decode(Int.self, forKey: .cluster)))
    case .hardest: request = try ranked(.hardest)
    case .easiest: request = try ranked(.easiest)
    case .noisyLabels: request = .noisyLabels(try values.decode(Double.self, forKey: .fraction))
    case .sequence:
      request = .sequence(try values.decode([ForgetSpec].self, forKey: .requests).map(\.request))
    case nil:
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "expected one of \(known), found '\(word)'")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    func encode(_ share: ForgetShare) throws {
      switch share {
      case .fraction(let fraction): try values.encode(fraction, forKey: .fraction)
      case .count(let count): try values.encode(count, forKey: .count)
      }
    }
    switch request {
    case .classes(let classes):
      try values.encode(Kind.ofClass, forKey: .kind)
      try values.encode(classes, forKey: .classes)
    case .classShare(let classes, let share):
      try values.encode(Kind.ofClass, forKey: .kind)
      try values.encode(classes, forKey: .classes)
      try encode(share)
    case .positions(let positions):
      try values.encode(Kind.indices, forKey: .kind)
      try values.encode(positions, forKey: .indices)
    case .fraction(let fraction):
      try values.encode(Kind.random, forKey: .kind)
      try encode(.fraction(fraction))
    case .count(let count):
      try values.encode(Kind.random, forKey: .kind)
      try encode(.count(count))
    case .cluster(let request):
      try values.encode(Kind.cluster, forKey: .kind)
      if let ofClass = request.ofClass { try values.encode(ofClass, forKey: .ofClass) }
      try values.encode(request.clusterCount, forKey: .clusters)
      try values.encode(request.cluster, forKey: .cluster)
    case .ranked(let request):
      try values.encode(request.end, forKey: .kind)
      try values.encode(request.score, forKey: .score)
      try encode(request.share)
    case .noisyLabels(let fraction):
      try values.encode(Kind.noisyLabels, forKey: .kind)
      try encode(.fraction(fraction))
    case .sequence(let requests):
      try values.encode(Kind.sequence, forKey: .kind)
      try values.encode(requests.map { ForgetSpec(request: $0) }, forKey: .requests)
    }
    if let random { try values.encode(random, forKey: .random) }
  }
}
