/// A measured number, or the reason why there is none.
///
/// In JSON a number is a number and a reason is `{"undefined": "zero variance"}`; NaN and infinities never enter a
/// record.
public enum MetricValue: Equatable, Sendable {
  case number(Double)
  case undefined(reason: String)

  /// The number, or `undefined` when it is not finite.
  public init(_ value: Double) {
    self = value.isFinite ? .number(value) : .undefined(reason: value.isNaN ? "not a number" : "infinite")
  }

  /// The number; nil where it is undefined.
  public var number: Double? {
    guard case .number(let value) = self else { return nil }
    return value
  }
}

extension MetricValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension MetricValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .undefined(let reason): "undefined (\(reason))"
    }
  }
}

extension MetricValue: Codable {
  private enum CodingKeys: String, CodingKey { case undefined }

  public init(from decoder: any Decoder) throws {
    if let value = try? decoder.singleValueContainer().decode(Double.self) {
      self = .number(value)
    } else {
      self = .undefined(
        reason: try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .undefined))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    // A case made by hand may hold what JSON cannot: the same door as `init(_:)`.
    case .number(let value) where !value.isFinite: try MetricValue(value).encode(to: encoder)
    case .number(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .undefined(let reason):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(reason, forKey: .undefined)
    }
  }
}

/// Metrics by name, in the order in which they were set.
public struct Metrics: Equatable, Sendable {
  public private(set) var names: [String] = []
  private var values: [String: MetricValue] = [:]

  public init() {}

  /// The value under `name`; setting nil removes it, setting an existing name keeps its place.
  public subscript(name: String) -> MetricValue? {
    get { values[name] }
    set {
      if values[name] == nil, newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      values[name] = newValue
    }
  }
}

extension Metrics: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, MetricValue)...) {
    for (name, value) in elements { self[name] = value }
  }
}

extension Metrics: RandomAccessCollection {
  public var startIndex: Int { names.startIndex }
  public var endIndex: Int { names.endIndex }
  public subscript(position: Int) -> (name: String, value: MetricValue) {
    // Every name in `names` has a value: the setter keeps both together.
    (names[position], values[names[position]]!)
  }
}
