/// A measured number, or why there is none.
///
/// A column that cannot be measured says why: 0/0 is not 0, and a table shows the reason instead of a number.
public enum MetricValue: Equatable, Sendable {
  /// A finite number.
  case value(Double)
  /// There is no number, for this reason.
  case undefined(String)

  /// The number when it is finite, undefined otherwise.
  public init(_ number: Double) {
    self = number.isFinite ? .value(number) : .undefined("not a finite number")
  }

  /// The arithmetic mean of some numbers; undefined without any, or where one is not finite.
  public init(meanOf values: [Double]) {
    self = values.isEmpty ? .undefined("no samples") : MetricValue(values.reduce(0, +) / Double(values.count))
  }

  /// The number, nil when undefined.
  public var value: Double? {
    guard case .value(let number) = self else { return nil }
    return number
  }

  /// The reason, nil when there is a number.
  public var reason: String? {
    guard case .undefined(let reason) = self else { return nil }
    return reason
  }

  /// The number mapped, or the same reason.
  public func map(_ transform: (Double) -> Double) -> MetricValue {
    switch self {
    case .value(let number): MetricValue(transform(number))
    case .undefined: self
    }
  }
}

extension MetricValue: CustomStringConvertible {
  /// The number, or "undefined (reason)".
  public var description: String {
    switch self {
    case .value(let number): "\(number)"
    case .undefined(let reason): "undefined (\(reason))"
    }
  }
}
