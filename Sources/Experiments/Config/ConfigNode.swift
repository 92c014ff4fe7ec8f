import Results

/// A value of an experiment file with the place where it was written.
public struct ConfigNode: Sendable {
  public enum Content: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case sequence([ConfigNode])
    case mapping([Entry])
  }

  /// One key of a mapping with its value; keys of a mapping are distinct.
  public struct Entry: Sendable {
    public var key: String
    public var keyLocation: SourceLocation
    public var value: ConfigNode
  }

  public var content: Content
  public var location: SourceLocation

  public init(_ content: Content, at location: SourceLocation) {
    self.content = content
    self.location = location
  }

  /// The entries of a mapping; nil for anything else.
  public var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The elements of a list; nil for anything else.
  public var elements: [ConfigNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// The string; nil for anything else.
  public var string: String? {
    guard case .string(let value) = content else { return nil }
    return value
  }

  /// The whole number, however it was written (`3`, `3.0`, `1e3`); nil for anything else.
  public var wholeNumber: Int? {
    switch content {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number of either form; nil for anything else.
  public var number: Double? {
    switch content {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value at `key` of a mapping.
  public subscript(key: String) -> ConfigNode? { entries?.first { $0.key == key }?.value }

  /// What an error says was found, such as `the string 'fast'`.
  var found: String {
    switch content {
    case .null: "nothing"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): JSONValue.number(value).canonicalText
    case .string(let value): "the string '\(value)'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
