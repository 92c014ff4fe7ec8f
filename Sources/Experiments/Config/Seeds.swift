import Foundation

/// The seeds of the four families of random streams, for one run of an experiment.
public struct Seeds: Codable, Hashable, Sendable {
  /// Initial weights, shuffling and augmentation of the base model.
  public var train: Int
  /// Which samples are held out, forgotten or attacked.
  public var split: Int
  /// Everything random in an unlearning method, retraining included.
  public var unlearn: Int
  /// Calibration halves, starting images of reconstructions.
  public var attack: Int

  public init(train: Int = 0, split: Int = 0, unlearn: Int = 0, attack: Int = 0) {
    self.train = train
    self.split = split
    self.unlearn = unlearn
    self.attack = attack
  }

  /// One number for all four.
  public init(all seed: Int) { self.init(train: seed, split: seed, unlearn: seed, attack: seed) }

  static let names = ["train", "split", "unlearn", "attack"]
}

/// Reads `matrix.seed`.
struct SeedReader {
  let report: ConfigReport
  // More runs than this is a slip of the hand (`0..99999`), not a plan.
  static let limit = 1000

  /// All combinations, in order; nil, with problems in `report`, when the node is none.
  ///
  /// `0..4`, `[0, 3]` or `7` set all four seeds together; a mapping sets each by itself, and lists in it multiply.
  func read(_ node: ConfigNode?) -> [Seeds]? {
    guard let node, node.isPresent else { return [Seeds(all: 0)] }
    guard let entries = node.entries else { return numbers(node, name: "matrix.seed").map { $0.map(Seeds.init(all:)) } }
    var lists: [String: [Int]] = [:]
    var isGood = true
    for entry in entries {
      guard Seeds.names.contains(entry.key) else {
        let remedy = Suggestion.remedy(for: entry.key, in: Seeds.names, noun: "known keys")
        report.add("unknown key '\(entry.key)' in 'matrix.seed'\(remedy)", at: entry.keyLocation)
        isGood = false
        continue
      }
      lists[entry.key] = numbers(entry.value, name: "matrix.seed.\(entry.key)")
      isGood = isGood && lists[entry.key] != nil
    }
    guard isGood else { return nil }
    let list = Seeds.names.map { lists[$0] ?? [0] }
    guard list.reduce(1, { $0 * $1.count }) <= Self.limit else {
      report.add("'matrix.seed' asks for more than \(Self.limit) runs", at: node.location)
      return nil
    }
    return list[0].flatMap { train in
      list[1].flatMap { split in
        list[2].flatMap { unlearn in
          list[3].map { Seeds(train: train, split: split, unlearn: unlearn, attack: $0) }
        }
      }
    }
  }

  private func numbers(_ node: ConfigNode, name: String) -> [Int]? {
    if let elements = node.elements {
      guard !elements.isEmpty else {
        report.add("'\(name)' is empty — give at least one seed", at: node.location)
        return nil
      }
      let values = elements.map { element in
        element.wholeNumber.flatMap { $0 >= 0 ? $0 : nil } ?? complain(element, name)
      }
      guard !values.contains(nil) else { return nil }
      let seeds = values.compactMap { $0 }
      guard Set(seeds).count == seeds.count else {
        report.add("'\(name)' names a seed twice", at: node.location)
        return nil
      }
      return seeds
    }
    if let value = node.wholeNumber, value >= 0 { return [value] }
    if let text = node.string {
      let parts = text.components(separatedBy: "..").map { Int($0.trimmingCharacters(in: .whitespaces)) }
      if parts.count == 2, let low = parts[0], let high = parts[1], low >= 0 {
        guard low <= high else {
          report.add("'\(name)' runs backwards: \(text) — write \(high)..\(low)", at: node.location)
          return nil
        }
        guard high - low < Self.limit else {
          report.add("'\(name)' asks for more than \(Self.limit) runs", at: node.location)
          return nil
        }
        return Array(low...high)
      }
    }
    return complain(node, name).map { [$0] }
  }

  private func complain(_ node: ConfigNode, _ name: String) -> Int? {
    report.add(
      "'\(name)': expected a whole number of at least 0, a range such as 0..4 or a list, found \(node.found)",
      at: node.location)
    return nil
  }
}
