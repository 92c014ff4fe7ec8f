/// `--set recipe.epochs=3`: a value laid over an experiment from the command line.
///
/// A step of the path is a key; in a list, a place counted from 0, or the label or name of an entry, as in
/// `matrix.method.opc.epochs=30`. The value is YAML: `3`, `1e-3`, `[0, 1]`, `{train: 0..4}`, `null`.
struct ConfigOverride {
  let key: String
  let path: [String]
  let value: ConfigNode

  /// Nil, with a problem in `report`, when `text` has no such form.
  init?(_ text: String, report: ConfigReport) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let key = parts[0]
    self.key = key
    self.path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    report.sources.add(override: text, key: key)
    guard parts.count == 2, !path.contains("") else {
      report.add("expected key=value, as in recipe.epochs=3", at: .override(key: key))
      return nil
    }
    guard let value = ConfigNode.parse(parts[1], report: report, place: { _, _ in .override(key: key) })
    else { return nil }
    self.value = value
  }

  /// `root` with the value in its place.
  func applied(to root: ConfigNode, report: ConfigReport) -> ConfigNode {
    set(path[...], in: root, walked: [], report: report)
  }

  private var location: SourceLocation { .override(key: key) }

  private func set(_ rest: ArraySlice<String>, in node: ConfigNode, walked: [String], report: ConfigReport)
    -> ConfigNode
  {
    guard let step = rest.first else { return node.merged(with: value) }
    let next = rest.dropFirst()
    switch node.content {
    case .sequence(var elements):
      guard let index = Self.index(of: step, in: elements) else {
        let names = elements.compactMap(Self.name)
        report.add(
          "no entry '\(step)' in '\(walked.joined(separator: "."))'"
            + Suggestion.remedy(for: step, in: names, noun: "entries"), at: location)
        return node
      }
      elements[index] = set(
        next, in: next.isEmpty ? elements[index] : elements[index].asNamed, walked: walked + [step], report: report)
      return ConfigNode(.sequence(elements), at: node.location)
    case .mapping(var entries):
      if let index = entries.firstIndex(where: { $0.key == step }) {
        entries[index].value = set(next, in: entries[index].value, walked: walked + [step], report: report)
        if next.isEmpty { entries[index].keyLocation = location }
      } else {
        // A missing mapping begins empty, so that `recipe.epochs=3` works in a file without a recipe.
        let empty = ConfigNode(.mapping([]), at: location)
        let value = set(next, in: empty, walked: walked + [step], report: report)
        entries.append(ConfigNode.Entry(key: step, keyLocation: location, value: value))
      }
      return ConfigNode(.mapping(entries), at: node.location)
    case .null:
      return set(rest, in: ConfigNode(.mapping([]), at: location), walked: walked, report: report)
    default:
      report.add("'\(walked.joined(separator: "."))' has no keys: it is \(node.found)", at: location)
      return node
    }
  }

  private static func name(of node: ConfigNode) -> String? {
    node.string ?? node["label"]?.string ?? node["name"]?.string
  }

  private static func index(of step: String, in elements: [ConfigNode]) -> Int? {
    if let index = Int(step) { return elements.indices.contains(index) ? index : nil }
    return elements.firstIndex { name(of: $0) == step } ?? elements.firstIndex { $0["name"]?.string == step }
  }
}
