import Learning
import Results

/// What one option accepts: its rule, or what its Swift type says where there is no rule.
indirect enum OptionShape {
  case flag
  case text
  case choice([String])
  case number(ClosedRange<Double>)
  case integer(ClosedRange<Int>)
  case list(OptionShape)
  case optional(OptionShape)
  /// Left to the type's own decoding.
  case anything

  init(rule: OptionRule) {
    switch rule {
    case .range(let range): self = .number(range)
    case .integerRange(let range): self = .integer(range)
    case .choices(let words): self = .choice(words)
    case .flag: self = .flag
    case .text: self = .text
    case .integerList(let range): self = .list(.integer(range))
    case .numberList(let range): self = .list(.number(range))
    case .optionalNumber(let range): self = .optional(.number(range))
    case .optionalInteger(let range): self = .optional(.integer(range))
    case .optionalString(let words): self = .optional(words.isEmpty ? .text : .choice(words))
    }
  }

  init(type: Any.Type) {
    if let type = type as? any OptionalShape.Type {
      self = .optional(OptionShape(type: type.wrapped))
    } else if let type = type as? any ArrayShape.Type {
      self = .list(OptionShape(type: type.element))
    } else if type == Bool.self {
      self = .flag
    } else if type == String.self {
      self = .text
    } else if type is any BinaryInteger.Type {
      self = .integer(Int.min...Int.max)
    } else if type is any BinaryFloatingPoint.Type {
      self = .number(-Double.infinity...Double.infinity)
    } else if let type = type as? any (CaseIterable & RawRepresentable).Type {
      self = .choice(Self.words(of: type))
    } else {
      self = .anything
    }
  }

  private static func words<T: CaseIterable & RawRepresentable>(of type: T.Type) -> [String] {
    type.allCases.compactMap { $0.rawValue as? String }
  }
}

/// Lets a type erased to `Any.Type` say what it wraps.
private protocol OptionalShape { static var wrapped: Any.Type { get } }
extension Optional: OptionalShape { static var wrapped: Any.Type { Wrapped.self } }
private protocol ArrayShape { static var element: Any.Type { get } }
extension Array: ArrayShape { static var element: Any.Type { Element.self } }

extension OptionShape {
  /// The value of `node` when it has this shape; nil, with problems in `report`, when it has not.
  ///
  /// - Parameter name: how an error calls the option, such as `recipe.epochs`.
  func value(of node: ConfigNode, name: String, report: ConfigReport) -> JSONValue? {
    func mismatch(_ expected: String) -> JSONValue? {
      report.add("'\(name)': expected \(expected), found \(node.found)", at: node.location)
      return nil
    }
    func outside(_ expected: String) -> JSONValue? {
      report.add("'\(name)' must be \(expected), found \(node.found)", at: node.location)
      return nil
    }
    switch self {
    case .flag:
      guard case .bool(let value) = node.content else { return mismatch(expectation) }
      return .bool(value)
    case .text:
      return node.string.map(JSONValue.string) ?? mismatch(expectation)
    case .choice(let words):
      guard let word = node.string else { return mismatch(expectation) }
      if words.contains(word) { return .string(word) }
      report.add(
        "unknown value '\(word)' for '\(name)'\(Suggestion.remedy(for: word, in: words, noun: "one of"))",
        at: node.location)
      return nil
    case .number(let range):
      guard let value = node.number else { return mismatch(expectation) }
      return value.isFinite && range.contains(value)
        ? .number(value) : outside("a number\(Self.bounds(range.lowerBound, range.upperBound))")
    case .integer(let range):
      guard let value = node.wholeNumber else { return mismatch(expectation) }
      let bounds = Self.bounds(
        range.lowerBound == .min ? -.infinity : Double(range.lowerBound),
        range.upperBound == .max ? .infinity : Double(range.upperBound))
      return range.contains(value) ? .integer(value) : outside("a whole number\(bounds)")
    case .list(let element):
      guard let nodes = node.elements else { return mismatch(expectation) }
      let values = nodes.enumerated().map { position, node in
        element.value(of: node, name: "\(name)[\(position)]", report: report)
      }
      return values.contains { $0 == nil } ? nil : .array(values.compactMap { $0 })
    case .optional(let shape):
      if case .null = node.content { return .null }
      return shape.value(of: node, name: name, report: report)
    case .anything:
      return node.json
    }
  }

  private var expectation: String {
    switch self {
    case .flag: "true or false"
    case .text: "a word"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .number: "a number"
    case .integer: "a whole number"
    case .list(.integer): "a list of whole numbers"
    case .list(.number): "a list of numbers"
    case .list: "a list"
    case .optional(let shape): "\(shape.expectation), or null"
    case .anything: "a value"
    }
  }

  private static func bounds(_ low: Double, _ high: Double) -> String {
    let (lowText, highText) = (JSONValue.number(low).canonicalText, JSONValue.number(high).canonicalText)
    switch (low.isFinite, high.isFinite) {
    case (true, true): return " from \(lowText) to \(highText)"
    case (true, false): return " of at least \(lowText)"
    case (false, true): return " of at most \(highText)"
    case (false, false): return " that is finite"
    }
  }
}

extension ConfigNode {
  /// The value without its places.
  var json: JSONValue {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .sequence(let elements): .array(elements.map(\.json))
    case .mapping(let entries): .object(Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value.json) }))
    }
  }
}
