import TensorCore

/// Some samples of a split, in an order of its own, possibly with labels other than the split's.
public struct Subset: Sendable {
  public let split: ImageSplit
  /// Positions in the split.
  public let positions: [Int]
  /// One label a position.
  public let labels: [Int32]

  /// Samples with the split's labels.
  public init(split: ImageSplit, positions: [Int]) {
    self.init(split: split, positions: positions, labels: positions.map { split.labels[$0] })
  }

  /// Samples with given labels, such as random ones.
  public init(split: ImageSplit, positions: [Int], labels: [Int32]) {
    precondition(positions.count == labels.count, "\(positions.count) positions, \(labels.count) labels")
    self.split = split
    self.positions = positions
    self.labels = labels
  }

  public var count: Int { positions.count }
  public var isEmpty: Bool { positions.isEmpty }

  /// The same samples under other labels.
  public func relabelled(_ labels: [Int32]) -> Subset {
    Subset(split: split, positions: positions, labels: labels)
  }

  /// The rows asked for, in that order.
  public func selecting(rows: [Int]) -> Subset {
    Subset(split: split, positions: rows.map { positions[$0] }, labels: rows.map { labels[$0] })
  }

  /// The first `count` rows, or all when there are fewer.
  public func prefix(_ count: Int) -> Subset { selecting(rows: Array(0..<min(max(count, 0), self.count))) }

  /// At most `count` rows, evenly spread over all of them and in their order: the same ones on every call.
  public func spread(_ count: Int) -> Subset {
    let count = min(max(count, 0), self.count)
    return selecting(rows: (0..<count).map { $0 * self.count / count })
  }

  /// Rows whose position and label satisfy a condition, in order.
  public func filter(_ isIncluded: (_ position: Int, _ label: Int32) -> Bool) -> Subset {
    selecting(rows: (0..<count).filter { isIncluded(positions[$0], labels[$0]) })
  }

  /// Rows of some classes.
  public func ofClasses(_ classes: [Int]) -> Subset {
    let wanted = Set(classes.map(Int32.init))
    return filter { _, label in wanted.contains(label) }
  }

  /// Rows of every class but some.
  public func notOfClasses(_ classes: [Int]) -> Subset {
    let unwanted = Set(classes.map(Int32.init))
    return filter { _, label in !unwanted.contains(label) }
  }

  /// The rows of both, these first. A programmer error when they belong to different splits.
  public func joined(with other: Subset) -> Subset {
    precondition(split === other.split, "joining subsets of '\(split.name)' and '\(other.split.name)'")
    return Subset(split: split, positions: positions + other.positions, labels: labels + other.labels)
  }

  /// Rows per class.
  public func classCounts(_ classCount: Int) -> [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classCount)) { $0[Int($1)] += 1 }
  }
}
