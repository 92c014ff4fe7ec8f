import Learning
import Results

/// Reads what a user wrote over the defaults of a `ConfigOptions` type: unknown keys, wrong types, values out of range
/// and unknown words are problems with a place; what is left out keeps its default.
struct OptionsReader {
  let report: ConfigReport

  /// All options, defaults filled in and normalised by the type itself; nil, with problems in `report`, when one of
  /// them is wrong.
  ///
  /// - Parameters:
  ///   - owner: how an error calls the whole, such as `recipe` or `opc`.
  ///   - alsoKnown: keys that the caller has read itself, for suggestions.
  func read(
    _ type: any ConfigOptions.Type, from entries: [ConfigNode.Entry], owner: String, at location: SourceLocation,
    alsoKnown: [String] = []
  ) -> JSONValue? {
    let template = Self.template(type)
    guard case .object(var members) = template.value else {
      preconditionFailure("\(type) does not encode as an object")
    }
    let known = Set(members.keys).union(type.rules.keys)
    var isGood = true
    for entry in entries {
      guard known.contains(entry.key) else {
        let remedy = Suggestion.remedy(for: entry.key, in: known.union(alsoKnown), noun: "known keys")
        report.add("unknown key '\(entry.key)' in '\(owner)'\(remedy)", at: entry.keyLocation)
        isGood = false
        continue
      }
      let shape =
        type.rules[entry.key].map(OptionShape.init(rule:))
        ?? template.types[entry.key].map(OptionShape.init(type:)) ?? .anything
      if let value = shape.value(of: entry.value, name: "\(owner).\(entry.key)", report: report) {
        members[entry.key] = value
      } else {
        isGood = false
      }
    }
    guard isGood else { return nil }
    do {
      return try Self.normalised(.object(members), as: type)
    } catch let error as DecodingError {
      add(error, entries: entries, owner: owner, location: location)
    } catch {
      report.add("'\(owner)': \(error)", at: location)
    }
    return nil
  }

  /// The same, decoded.
  func read<T: ConfigOptions>(
    _ type: T.Type, from node: ConfigNode?, owner: String, at fallback: SourceLocation
  ) -> T? {
    guard let node, node.isPresent else { return T() }
    guard let entries = node.entries else {
      report.add("'\(owner)': expected a mapping, found \(node.found)", at: node.location)
      return nil
    }
    return read(type, from: entries, owner: owner, at: node.location).flatMap { try? $0.decoded(as: type) }
  }

  /// The defaults of a type, as a plan records them.
  static func defaults(of type: any ConfigOptions.Type) -> JSONValue { template(type).value }

  private static func template(_ type: any ConfigOptions.Type) -> ExactEncoder.Encoding {
    do {
      return try ExactEncoder.encode(type.init())
    } catch {
      preconditionFailure("the defaults of \(type) do not encode: \(error)")
    }
  }

  // Through the type and back, so that equal options are equal trees however they were written.
  static func normalised<T: ConfigOptions>(_ value: JSONValue, as type: T.Type) throws -> JSONValue {
    try JSONValue.exact(value.decoded(as: type))
  }

  private func add(
    _ error: DecodingError, entries: [ConfigNode.Entry], owner: String, location: SourceLocation
  ) {
    let (path, text) =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        (context.codingPath, context.debugDescription)
      case .keyNotFound(let key, let context): (context.codingPath + [key], context.debugDescription)
      @unknown default: ([any CodingKey](), "\(error)")
      }
    let key = path.first?.stringValue
    let place = entries.first { $0.key == key }?.value.location ?? location
    report.add("'\(([owner] + path.map(\.stringValue)).joined(separator: "."))': \(text)", at: place)
  }
}

extension ConfigNode {
  /// Whether something was written; `key:` with nothing after it counts as left out.
  var isPresent: Bool {
    if case .null = content { return false }
    return true
  }
}
