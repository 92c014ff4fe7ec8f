import Foundation
import Learning

/// Where a search looks for one option of a method.
///
/// A method declares its ranges in `searchSpace`, the main hyper-parameter first: that is the one that sensitivity
/// figures sweep.
public struct SearchRange: Equatable, Sendable {
  public enum Scale: Equatable, Sendable {
    /// Uniform in the logarithm; both ends above 0.
    case logarithmic(ClosedRange<Double>)
    case linear(ClosedRange<Double>)
    case whole(ClosedRange<Int>)
    /// These values, each as likely.
    case choice([OptionValue])
    /// Whole numbers from 1 to the epochs that the budget grants a trial.
    case budget
  }

  /// The option, as a config spells it.
  public let key: String
  public let scale: Scale

  public init(_ key: String, _ scale: Scale) {
    if case .logarithmic(let range) = scale {
      precondition(range.lowerBound > 0, "'\(key)': a logarithmic range begins above 0, found \(range.lowerBound)")
    }
    if case .choice(let values) = scale { precondition(!values.isEmpty, "'\(key)': a choice needs values") }
    self.key = key
    self.scale = scale
  }

  public static func log(_ key: String, _ range: ClosedRange<Double>) -> SearchRange {
    SearchRange(key, .logarithmic(range))
  }
  public static func linear(_ key: String, _ range: ClosedRange<Double>) -> SearchRange {
    SearchRange(key, .linear(range))
  }
  public static func whole(_ key: String, _ range: ClosedRange<Int>) -> SearchRange { SearchRange(key, .whole(range)) }
  public static func choice(_ key: String, _ values: [OptionValue]) -> SearchRange {
    SearchRange(key, .choice(values))
  }
  /// The number of epochs, up to the budget's.
  public static let epochs = SearchRange("epochs", .budget)

  /// The value at a quantile; numbers have three significant digits, so that a sheet shows what ran.
  ///
  /// Range:     quantile in [0, 1]
  public func value(at quantile: Double, epochs: Int) -> OptionValue {
    switch scale {
    case .logarithmic(let range):
      let (low, high) = (Foundation.log(range.lowerBound), Foundation.log(range.upperBound))
      return .number(Self.rounded(exp(low + quantile * (high - low)), in: range))
    case .linear(let range):
      return .number(Self.rounded(range.lowerBound + quantile * (range.upperBound - range.lowerBound), in: range))
    case .whole(let range): return .integer(Self.whole(quantile, in: range))
    case .budget: return .integer(Self.whole(quantile, in: 1...max(1, epochs)))
    case .choice(let values): return values[Self.whole(quantile, in: 0...(values.count - 1))]
    }
  }

  /// Evenly spaced values from end to end on the range's own scale, at most `count`; all values of a choice.
  public func grid(_ count: Int, epochs: Int) -> [OptionValue] {
    let points = max(2, count)
    func spread(_ low: Int, _ high: Int) -> [OptionValue] {
      let kept = min(points, high - low + 1)
      guard kept > 1 else { return [.integer(low)] }
      return (0..<kept).map { .integer(low + ($0 * (high - low) + (kept - 1) / 2) / (kept - 1)) }
    }
    switch scale {
    case .choice(let values): return values
    case .whole(let range): return spread(range.lowerBound, range.upperBound)
    case .budget: return spread(1, max(1, epochs))
    case .linear, .logarithmic:
      return (0..<points).map { value(at: Double($0) / Double(points - 1), epochs: epochs) }
    }
  }

  private static func whole(_ quantile: Double, in range: ClosedRange<Int>) -> Int {
    min(range.upperBound, range.lowerBound + Int(quantile * Double(range.upperBound - range.lowerBound + 1)))
  }

  private static func rounded(_ value: Double, in range: ClosedRange<Double>) -> Double {
    let short = Double(String(format: "%.2e", value)) ?? value
    return min(max(short, range.lowerBound), range.upperBound)
  }
}

extension SearchRange: CustomStringConvertible {
  /// `learning-rate: 0.001 to 0.1, logarithmic`
  public var description: String {
    switch scale {
    case .logarithmic(let range): "\(key): \(range.lowerBound) to \(range.upperBound), logarithmic"
    case .linear(let range): "\(key): \(range.lowerBound) to \(range.upperBound)"
    case .whole(let range): "\(key): \(range.lowerBound) to \(range.upperBound), whole"
    case .choice(let values): "\(key): \(values.map(\.description).joined(separator: ", "))"
    case .budget: "\(key): 1 to the budget's"
    }
  }
}

extension [SearchRange] {
  /// The statement that a method has nothing to tune.
  public static let nothing: [SearchRange] = []

  /// The learning rate over a decade on either side of the default, and the epochs: for methods with `UpdateOptions`.
  /// Empty for others, which declare ranges of their own.
  ///
  /// Source:    WorstCase's searches over decades of the rate (methods.md B.9); the width of one decade is ours
  public static func updates<Options: ConfigOptions>(of type: Options.Type) -> [SearchRange] {
    guard type.rules["learning-rate"] != nil, type.rules["epochs"] != nil else { return .nothing }
    // A rate of null is the method's to choose; `UpdateOptions.recipe` then falls back on 0.01.
    let rate = type.defaults()["learning-rate"]?.asNumber ?? 0.01
    return [.log("learning-rate", rate.decadeBelow...rate.decadeAbove), .epochs]
  }
}

extension Double {
  // Through decimals: 0.01 / 10 and 0.01 · 10 have tails that a table would show.
  fileprivate var decadeBelow: Double { Double(String(format: "%.6e", self / 10)) ?? self / 10 }
  fileprivate var decadeAbove: Double { Double(String(format: "%.6e", self * 10)) ?? self * 10 }
}
