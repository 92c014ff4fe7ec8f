import TensorCore

/// Which training samples are to be forgotten.
public enum ForgetRequest: Equatable, Sendable {
  /// All samples of some classes.
  case classes([Int])
  /// A random fraction of the samples, rounded to the nearest count.
  case fraction(Double)
  /// A random choice of this many samples.
  case count(Int)
  /// The samples at these positions of the split.
  case positions([Int])

  /// The classes asked for, nil when the request is not by class.
  public var forgetClasses: [Int]? {
    guard case .classes(let classes) = self else { return nil }
    return classes
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
  /// Random:    the stream passed in, for a fraction or a count; none otherwise
  /// Throws:    `LearningError.forgetRequest` when a class or position does not exist, a size is out of range, or one
  ///            side would be empty
  public func partition(_ request: ForgetRequest, classCount: Int, random: RandomStream) throws -> ForgetPartition {
    let isForgotten = try forgotten(request, classCount: classCount, random: random)
    let forgetRows = (0..<count).filter { isForgotten[$0] }
    guard !forgetRows.isEmpty else { throw LearningError.forgetRequest("it selects no sample of \(count)") }
    guard forgetRows.count < count else { throw LearningError.forgetRequest("it selects all \(count) samples") }
    return ForgetPartition(
      forget: selecting(rows: forgetRows), retain: selecting(rows: (0..<count).filter { !isForgotten[$0] }))
  }

  private func forgotten(_ request: ForgetRequest, classCount: Int, random: RandomStream) throws -> [Bool] {
    switch request {
    case .classes(let classes):
      if let bad = classes.first(where: { $0 < 0 || $0 >= classCount }) {
        throw LearningError.forgetRequest("class \(bad) is not in 0..\(classCount - 1)")
      }
      let wanted = Set(classes.map(Int32.init))
      return labels.map(wanted.contains)
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

  private func randomRows(_ wanted: Int, random: RandomStream) -> [Bool] {
    var random = random
    var isChosen = [Bool](repeating: false, count: count)
    for row in random.permutation(count).prefix(wanted) { isChosen[row] = true }
    return isChosen
  }
}
