import TensorCore

/// Which training samples are to be forgotten.
public indirect enum ForgetRequest: Equatable, Sendable {
  /// All samples of some classes.
  case classes([Int])
  /// A random share of each of some classes.
  case classShare([Int], ForgetShare)
  /// A random fraction of the samples, rounded to the nearest count.
  case fraction(Double)
  /// A random choice of this many samples.
  case count(Int)
  /// The samples at these positions of the split.
  case positions([Int])
  /// A cluster of the original network's features.
  case cluster(ClusterRequest)
  /// What the original network finds hardest or easiest.
  case ranked(RankedRequest)
  /// The samples whose labels were replaced before the original was trained, this fraction of all.
  case noisyLabels(Double)
  /// One request after the other, each of what those before it left: all of their samples.
  case sequence([ForgetRequest])

  /// The classes asked for, nil when the request is not for whole classes.
  public var forgetClasses: [Int]? {
    switch self {
    case .classes(let classes): return classes
    case .sequence(let requests):
      let classes = requests.compactMap(\.forgetClasses)
      return classes.count == requests.count ? classes.flatMap { $0 }.sorted() : nil
    default: return nil
    }
  }

  /// Whether the samples depend on what the original network says about them.
  public var readsOriginal: Bool {
    switch self {
    case .cluster, .ranked: true
    case .classes, .classShare, .fraction, .count, .positions, .noisyLabels: false
    case .sequence(let requests): requests.contains(where: \.readsOriginal)
    }
  }
}

/// How much of a set.
public enum ForgetShare: Equatable, Sendable {
  /// A fraction, rounded to the nearest count.
  case fraction(Double)
  case count(Int)

  /// The number of samples out of `total`.
  ///
  /// Throws:    `LearningError.forgetRequest` when a fraction is not between 0 and 1, or a count not in 1...total
  func count(of total: Int) throws -> Int {
    switch self {
    case .fraction(let fraction):
      guard fraction > 0, fraction < 1 else {
        throw LearningError.forgetRequest("a fraction must lie between 0 and 1, not \(fraction)")
      }
      return Int((fraction * Double(total)).rounded())
    case .count(let count):
      guard count > 0, count <= total else {
        throw LearningError.forgetRequest("\(count) samples are asked for, where there are \(total)")
      }
      return count
    }
  }
}

/// A training set cut in two.
public struct ForgetPartition: Sendable {
  public let forget: Subset
  public let retain: Subset
}

extension Subset {
  /// Cuts the subset into what is to be forgotten and what is to be kept, both in the subset's order.
  ///
  /// Noisy labels are those that differ from the split's.
  ///
  /// - Parameter original: logits and features of the whole split by the original network, for the requests that read
  ///   them.
  /// Random:    the stream passed in, for a fraction or a count, and for a cluster's first centres; its child of the
  ///            class's number, for a share of a class; for a sequence, its first request takes the stream itself, the
  ///            n-th the child `request-n`; none otherwise
  /// Throws:    `LearningError.forgetRequest` when a class or position does not exist, a size is out of range, one
  ///            side would be empty, or the original's outputs are asked for and absent or not finite
  public func partition(
    _ request: ForgetRequest, classCount: Int, random: RandomStream, original: Predictions? = nil
  ) throws -> ForgetPartition {
    let isForgotten = try forgotten(request, classCount: classCount, random: random, original: original)
    let forgetRows = (0..<count).filter { isForgotten[$0] }
    guard !forgetRows.isEmpty else { throw LearningError.forgetRequest("it selects no sample of \(count)") }
    guard forgetRows.count < count else { throw LearningError.forgetRequest("it selects all \(count) samples") }
    return ForgetPartition(
      forget: selecting(rows: forgetRows), retain: selecting(rows: (0..<count).filter { !isForgotten[$0] }))
  }

  private func forgotten(
    _ request: ForgetRequest, classCount: Int, random: RandomStream, original: Predictions?
  ) throws -> [Bool] {
    func check(_ classes: [Int]) throws {
      if let bad = classes.first(where: { $0 < 0 || $0 >= classCount }) {
        throw LearningError.forgetRequest("class \(bad) is not in 0..\(classCount - 1)")
      }
    }
    switch request {
    case .classes(let classes):
      try check(classes)
      let wanted = Set(classes.map(Int32.init))
      return labels.map(wanted.contains)
    case .classShare(let classes, let share):
      try check(classes)
      return marked(
        rows: try classes.flatMap { number in
          let rows = rows(ofClass: number)
          var stream = random.child(number)
          return try stream.permutation(rows.count).prefix(share.count(of: rows.count)).map { rows[$0] }
        })
    case .cluster(let request):
      try check(request.ofClass.map { [$0] } ?? [])
      return marked(rows: try rows(of: request, original: own(original).features, random: random))
    case .ranked(let request):
      return marked(rows: try rows(of: request, original: own(original).logits))
    case .sequence(let requests):
      var rest = self, isChosen = Set<Int>()
      for (number, request) in requests.enumerated() {
        let stream = number == 0 ? random : random.child("request-\(number + 1)")
        let parts = try rest.partition(request, classCount: classCount, random: stream, original: original)
        isChosen.formUnion(parts.forget.positions)
        rest = parts.retain
      }
      return positions.map(isChosen.contains)
    case .noisyLabels:
      return zip(positions, labels).map { split.labels[$0] != $1 }
    case .fraction(let fraction):
      guard fraction > 0, fraction < 1 else {
        throw LearningError.forgetRequest("a fraction must lie between 0 and 1, not \(fraction)")
      }
      return randomRows(Int((fraction * Double(count)).rounded()), random: random)
    case .count(let wanted):
      guard wanted > 0, wanted < count else {
        throw LearningError.forgetRequest("a count must lie between 1 and \(count - 1), not \(wanted)")
      }
      return randomRows(wanted, random: random)
    case .positions(let wanted):
      let present = Set(positions)
      if let bad = wanted.first(where: { !present.contains($0) }) {
        throw LearningError.forgetRequest("position \(bad) is not among the \(count) samples")
      }
      let wanted = Set(wanted)
      return positions.map(wanted.contains)
    }
  }

  /// What the original says about the rows of this subset.
  private func own(_ original: Predictions?) throws -> (logits: Tensor, features: Tensor) {
    guard let original else { throw LearningError.forgetRequest("it needs the original network's outputs") }
    precondition(original.labels.count == split.count, "\(original.labels.count) outputs for \(split.count) samples")
    let rows = positions.map(Int32.init)
    let (logits, features) = (original.logits.gatherRows(rows), original.features.gatherRows(rows))
    guard logits.allFinite, features.allFinite else {
      throw LearningError.forgetRequest("the original network's outputs are not finite")
    }
    return (logits, features)
  }

  func rows(ofClass number: Int) -> [Int] { labels.indices.filter { labels[$0] == Int32(number) } }

  private func marked(rows: [Int]) -> [Bool] {
    var isChosen = [Bool](repeating: false, count: count)
    for row in rows { isChosen[row] = true }
    return isChosen
  }

  private func randomRows(_ wanted: Int, random: RandomStream) -> [Bool] {
    var random = random
    return marked(rows: Array(random.permutation(count).prefix(wanted)))
  }
}
