import Foundation

/// The options of a component, as a config spells them.
///
/// Keys are kebab-case, by explicit `CodingKeys`; every property has a default, so that a config names only what
/// differs. A rule for each key gives its range; keys whose default is nil are known by their rule alone.
public protocol ConfigOptions: Codable, Sendable {
  init()
  /// What each key accepts.
  static var rules: [String: OptionRule] { get }
}

extension ConfigOptions {
  /// All keys with their defaults; null where the default is nil.
  public static func defaults() -> [String: OptionValue] {
    var values = Self().encodedOptions()
    for key in rules.keys where values[key] == nil { values[key] = .null }
    return values
  }

  /// The options as key and value; nil properties are left out.
  public func encodedOptions() -> [String: OptionValue] {
    let encoder = JSONEncoder()
    // NaN and infinities are no JSON; as texts they break every rule for numbers and are reported.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      let data = try encoder.encode(self)
      return try JSONDecoder().decode([String: OptionValue].self, from: data)
    } catch {
      preconditionFailure("\(Self.self) does not encode as a flat object: \(error)")
    }
  }

  /// The defaults overlaid with some values.
  ///
  /// Throws:    `LearningError.options` listing every unknown key and every value against its rule
  public init(overlaying values: [String: OptionValue]) throws {
    let problems = Self.problems(in: values)
    guard problems.isEmpty else { throw LearningError.options(problems) }
    var merged = Self.defaults().filter { $0.value != .null }
    for (key, value) in values { merged[key] = value == .null ? nil : value }
    do {
      self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(merged))
    } catch let error as DecodingError {
      throw LearningError.options([OptionProblem(decodingError: error)])
    }
  }

  /// Everything wrong with some values, sorted by key.
  public static func problems(in values: [String: OptionValue]) -> [OptionProblem] {
    let known = defaults()
    return values.sorted { $0.key < $1.key }.compactMap { key, value in
      guard known[key] != nil else {
        return OptionProblem(key: key, kind: .unknownKey(suggestion: nearest(to: key, in: Array(known.keys))))
      }
      guard let rule = rules[key], !rule.accepts(value) else { return nil }
      var suggestion: String?
      if case .string(let word) = value { suggestion = nearest(to: word, in: rule.words) }
      return OptionProblem(
        key: key, kind: .badValue(found: value.description, expected: rule.expectation, suggestion: suggestion))
    }
  }

  /// Everything wrong with these options themselves, sorted by key; for values set in code.
  public func problems() -> [OptionProblem] { Self.problems(in: encodedOptions()) }
}

/// One thing wrong with a set of options.
public struct OptionProblem: Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Equatable, Sendable {
    case unknownKey(suggestion: String?)
    case badValue(found: String, expected: String, suggestion: String?)
  }

  public let key: String
  public let kind: Kind

  public init(key: String, kind: Kind) {
    self.key = key
    self.kind = kind
  }

  init(decodingError: DecodingError) {
    switch decodingError {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      key = context.codingPath.map(\.stringValue).joined(separator: ".")
      kind = .badValue(found: "another type", expected: "\(type)", suggestion: nil)
    case .keyNotFound(let missing, _):
      key = missing.stringValue
      kind = .badValue(found: "null", expected: "a value", suggestion: nil)
    case .dataCorrupted(let context):
      key = context.codingPath.map(\.stringValue).joined(separator: ".")
      kind = .badValue(found: "unreadable data", expected: "a value", suggestion: nil)
    @unknown default:
      key = "options"
      kind = .badValue(found: "\(decodingError)", expected: "readable options", suggestion: nil)
    }
  }

  public var description: String {
    switch kind {
    case .unknownKey(let suggestion):
      return "unknown key '\(key)'" + (suggestion.map { " — did you mean '\($0)'?" } ?? "")
    case .badValue(let found, let expected, let suggestion):
      return "'\(key)' is \(found), expected \(expected)" + (suggestion.map { " — did you mean '\($0)'?" } ?? "")
    }
  }
}
