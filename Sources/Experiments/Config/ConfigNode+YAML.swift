import Yams

extension ConfigNode {
  /// The tree of a YAML text; nil, with problems in `report`, when it is not one.
  ///
  /// Plain scalars follow YAML 1.2's core schema: `true` and `false` are booleans, `yes` and `on` are strings, `1e-3`
  /// is a number. Anchors and `<<` merges work; tags and several documents in one file do not.
  ///
  /// - Parameter place: turns a line and column of the text into a location.
  static func parse(
    _ text: String, report: ConfigReport, place: @escaping (_ line: Int, _ column: Int) -> SourceLocation
  ) -> ConfigNode? {
    do {
      // The basic resolver keeps explicit tags apart from what a scalar looks like, which is resolved below.
      guard let root = try Yams.compose(yaml: text, .basic) else { return ConfigNode(.null, at: place(1, 1)) }
      var conversion = YAMLConversion(report: report, place: place)
      return conversion.node(root)
    } catch let error as YamlError {
      let (message, mark) = wording(of: error)
      report.add(message, at: place(mark?.line ?? 1, mark?.column ?? 1))
    } catch {
      report.add("not readable as YAML: \(error)", at: place(1, 1))
    }
    return nil
  }

  private static func wording(of error: YamlError) -> (String, Mark?) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let where_ = context.map { ", \($0.text)" } ?? ""
      return ("not readable as YAML: \(problem)\(where_)", mark)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: ", ")
      return (
        "\(keys.count == 1 ? "the key" : "the keys") \(names) \(keys.count == 1 ? "is" : "are") given twice "
          + "in one mapping — keep one", context.mark
      )
    case .reader(let problem, _, _, _):
      return ("not readable as YAML: \(problem)", nil)
    default:
      return ("not readable as YAML: \(error)", nil)
    }
  }
}

/// Turns the parser's nodes into located ones.
private struct YAMLConversion {
  let report: ConfigReport
  let place: (Int, Int) -> SourceLocation
  // Aliases of aliases grow exponentially; a config that reaches this is not meant as one.
  var remaining = 100_000

  mutating func node(_ node: Node) -> ConfigNode? {
    let location = place(node.mark?.line ?? 1, node.mark?.column ?? 1)
    remaining -= 1
    guard remaining >= 0 else {
      if remaining == -1 { report.add("too many values: anchors expand to more than 100,000", at: location) }
      return nil
    }
    switch node {
    case .scalar(let scalar):
      guard isUntagged(node, as: "str", at: location) else { return nil }
      return ConfigNode(scalar.style == .plain ? Self.resolved(scalar.string) : .string(scalar.string), at: location)
    case .sequence(let sequence):
      guard isUntagged(node, as: "seq", at: location) else { return nil }
      var elements: [ConfigNode] = []
      for element in sequence { if let value = self.node(element) { elements.append(value) } }
      return ConfigNode(.sequence(elements), at: location)
    case .mapping(let mapping):
      guard isUntagged(node, as: "map", at: location) else { return nil }
      return ConfigNode(.mapping(entries(of: mapping)), at: location)
    case .alias:
      report.add("an alias that points nowhere", at: location)
      return nil
    }
  }

  private mutating func entries(of mapping: Node.Mapping) -> [ConfigNode.Entry] {
    var own: [ConfigNode.Entry] = []
    var merged: [ConfigNode.Entry] = []
    for (key, value) in mapping {
      let keyLocation = place(key.mark?.line ?? 1, key.mark?.column ?? 1)
      guard let name = key.scalar?.string else {
        report.add("expected a key of one word, found a list or a mapping", at: keyLocation)
        continue
      }
      guard let value = node(value) else { continue }
      if name == "<<", key.scalar?.style == .plain {
        for source in value.elements ?? [value] {
          guard let entries = source.entries else {
            report.add("'<<' merges a mapping, found \(source.found)", at: source.location)
            continue
          }
          // Of several merged mappings the first wins.
          merged += entries.filter { entry in !merged.contains { $0.key == entry.key } }
        }
      } else {
        own.append(ConfigNode.Entry(key: name, keyLocation: keyLocation, value: value))
      }
    }
    return merged.filter { entry in !own.contains { $0.key == entry.key } } + own
  }

  private func isUntagged(_ node: Node, as kind: String, at location: SourceLocation) -> Bool {
    let tag = node.tag.rawValue
    if tag == "tag:yaml.org,2002:\(kind)" || tag.isEmpty || tag == "!" { return true }
    report.add("tags such as '\(tag)' are not understood here — write the value alone", at: location)
    return false
  }

  /// YAML 1.2.2, section 10.3.2.
  private static func resolved(_ text: String) -> ConfigNode.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: break
    }
    // Swift's own conversions also take "0x1p3", "inf" and "nan", which are words in YAML.
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
      text.utf8.contains(where: { $0 >= 48 && $0 <= 57 })
    else { return .string(text) }
    if let value = Int(text) { return .integer(value) }
    if let value = Double(text.hasSuffix(".") ? text + "0" : text) { return .number(value) }
    return .string(text)
  }
}
