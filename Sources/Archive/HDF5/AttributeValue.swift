/// A small value attached to a file, a group or a dataset.
public enum AttributeValue: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case number(Double)
  case texts([String])
  case integers([Int64])
  case numbers([Double])
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension AttributeValue {
  /// The text, if it is one.
  public var text: String? { if case .text(let value) = self { value } else { nil } }

  /// The integer, if it is one.
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

  /// The number, if it is one or an integer.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
}
