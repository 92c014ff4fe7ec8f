/// What values an option may take.
public enum OptionRule: Equatable, Sendable {
  /// A number in a closed range.
  case range(ClosedRange<Double>)
  /// A whole number in a closed range.
  case integerRange(ClosedRange<Int>)
  /// One of some words.
  case choices([String])
  /// true or false.
  case flag
  /// Any text.
  case text
  /// A list of whole numbers in a closed range.
  case integerList(ClosedRange<Int>)
  /// A list of numbers in a closed range.
  case numberList(ClosedRange<Double>)
  /// Absent, null, or a number in a closed range.
  case optionalNumber(ClosedRange<Double>)
  /// Absent, null, or a whole number in a closed range.
  case optionalInteger(ClosedRange<Int>)
  /// Absent, null, or one of some words (any text when the list is empty).
  case optionalString([String])

  /// Whether the option may be left out or null.
  public var allowsNull: Bool {
    switch self {
    case .optionalNumber, .optionalInteger, .optionalString: return true
    default: return false
    }
  }

  /// The words allowed, for a "did you mean"; empty when the rule does not list any.
  public var words: [String] {
    switch self {
    case .choices(let words), .optionalString(let words): return words
    default: return []
    }
  }

  /// What the option expects, to follow "expected".
  public var expectation: String {
    switch self {
    case .range(let range): return "a number \(Self.describe(range))"
    case .integerRange(let range): return "a whole number \(Self.describe(range))"
    case .choices(let words): return "one of " + words.joined(separator: ", ")
    case .flag: return "true or false"
    case .text: return "a text"
    case .integerList(let range): return "a list of whole numbers \(Self.describe(range))"
    case .numberList(let range): return "a list of numbers \(Self.describe(range))"
    case .optionalNumber(let range): return "a number \(Self.describe(range)), or null"
    case .optionalInteger(let range): return "a whole number \(Self.describe(range)), or null"
    case .optionalString(let words):
      return words.isEmpty ? "a text, or null" : "one of \(words.joined(separator: ", ")), or null"
    }
  }

  /// Whether a value obeys the rule.
  public func accepts(_ value: OptionValue) -> Bool {
    switch (self, value) {
    case (_, .null): return allowsNull
    case (.range(let range), _), (.optionalNumber(let range), _):
      return value.asNumber.map(range.contains) ?? false
    case (.integerRange(let range), _), (.optionalInteger(let range), _):
      return value.asInteger.map(range.contains) ?? false
    case (.choices(let words), .string(let word)): return words.contains(word)
    case (.optionalString(let words), .string(let word)): return words.isEmpty || words.contains(word)
    case (.flag, .bool), (.text, .string): return true
    case (.integerList(let range), .list(let values)):
      return values.allSatisfy { $0.asInteger.map(range.contains) ?? false }
    case (.numberList(let range), .list(let values)):
      return values.allSatisfy { $0.asNumber.map(range.contains) ?? false }
    default: return false
    }
  }

  private static func describe<Bound: Comparable>(_ range: ClosedRange<Bound>) -> String {
    let low = range.lowerBound, high = range.upperBound
    if let unbounded = Int.max as? Bound, high == unbounded { return "of at least \(low)" }
    if let unbounded = Double.infinity as? Bound, high == unbounded { return "of at least \(low)" }
    return "from \(low) to \(high)"
  }
}
