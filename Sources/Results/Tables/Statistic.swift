/// What several measurements of one quantity say together.
///
/// Error:     mean and deviation in Double, two passes
public struct Statistic: Equatable, Sendable {
  public let count: Int
  public let mean: Double
  /// The sample standard deviation (divisor n − 1); nil for one value, which has none.
  public let standardDeviation: Double?
  public let minimum: Double
  public let maximum: Double

  /// Summarises the values; nil when there is none, or when one is not finite.
  public init?(_ values: [Double]) {
    guard let minimum = values.min(), let maximum = values.max(), values.allSatisfy(\.isFinite) else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.count = values.count
    self.mean = mean
    self.standardDeviation = values.count > 1 ? (squares / (count - 1)).squareRoot() : nil
    self.minimum = minimum
    self.maximum = maximum
  }

  /// `98.20 ± 0.31`, or `98.20 (n=1)`.
  public func text(_ format: NumberFormat = .fixed(2)) -> String {
    guard let standardDeviation else { return "\(format.text(mean)) (n=1)" }
    return "\(format.text(mean)) ± \(format.text(standardDeviation))"
  }
}
