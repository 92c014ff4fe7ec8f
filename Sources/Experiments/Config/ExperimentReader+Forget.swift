import Learning

extension ExperimentReader {
  private static let kinds = ["class": ["classes"], "random": ["fraction", "count"], "indices": ["indices"]]

  /// `{kind: class, classes: [0, 1]}`, `{kind: random, fraction: 0.1}`, `{kind: random, count: 500}` or
  /// `{kind: indices, indices: [17, 23]}`.
  func forget(_ node: ConfigNode) -> ForgetRequest? {
    guard let entries = node.entries else {
      report.add(
        "'forget': expected a mapping such as {kind: class, classes: [0]}, found \(node.found)", at: node.location)
      return nil
    }
    guard let kindNode = node["kind"] else {
      report.add("'forget' has no 'kind' — one of: class, indices, random", at: node.location)
      return nil
    }
    let shape = OptionShape.choice(Self.kinds.keys.sorted())
    guard let kind = shape.value(of: kindNode, name: "forget.kind", report: report)?.stringValue,
      let keys = Self.kinds[kind]
    else { return nil }
    var isGood = true
    for entry in entries where entry.key != "kind" && !keys.contains(entry.key) {
      let remedy = Suggestion.remedy(for: entry.key, in: ["kind"] + keys, noun: "known keys")
      report.add("unknown key '\(entry.key)' in 'forget' of kind '\(kind)'\(remedy)", at: entry.keyLocation)
      isGood = false
    }
    let given = keys.filter { node[$0] != nil }
    guard given.count == 1, let key = given.first, let value = node[key] else {
      if isGood {
        let wanted = keys.map { "'\($0)'" }.joined(separator: " or ")
        let problem = given.isEmpty ? "needs \(wanted)" : "takes one of \(wanted), not both"
        report.add("'forget' of kind '\(kind)' \(problem)", at: node.location)
      }
      return nil
    }
    guard isGood else { return nil }
    switch key {
    case "classes": return positions(value, name: "forget.classes").map(ForgetRequest.classes)
    case "indices": return positions(value, name: "forget.indices").map(ForgetRequest.positions)
    case "count":
      return OptionShape.integer(1...Int.max).value(of: value, name: "forget.count", report: report)?
        .integerValue.map(ForgetRequest.count)
    default:
      guard let fraction = value.number else {
        report.add("'forget.fraction': expected a number, found \(value.found)", at: value.location)
        return nil
      }
      guard fraction > 0, fraction < 1 else {
        report.add("'forget.fraction' must lie between 0 and 1, found \(value.found)", at: value.location)
        return nil
      }
      return .fraction(fraction)
    }
  }

  /// A list of distinct numbers of at least 0, sorted: a set, so that its order cannot change an id.
  func positions(_ node: ConfigNode, name: String) -> [Int]? {
    guard let values = OptionShape.list(.integer(0...Int.max)).value(of: node, name: name, report: report),
      case .array(let elements) = values
    else { return nil }
    let numbers = elements.compactMap(\.integerValue)
    guard !numbers.isEmpty else {
      report.add("'\(name)' is empty", at: node.location)
      return nil
    }
    for (position, number) in numbers.enumerated() where numbers[..<position].contains(number) {
      report.add("'\(name)' lists \(number) twice", at: node.elements?[position].location ?? node.location)
      return nil
    }
    return numbers.sorted()
  }
}
