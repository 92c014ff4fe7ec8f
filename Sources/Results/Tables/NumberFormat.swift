import Foundation

/// How the numbers of a column are printed.
public enum NumberFormat: Equatable, Sendable {
  /// So many decimals: `98.20`.
  case fixed(Int)
  /// So many decimals of the mantissa: `4.0e-10`.
  case scientific(Int)

  /// The number as text; zero has no sign.
  public func text(_ value: Double) -> String {
    let text =
      switch self {
      case .fixed(let decimals): String(format: "%.\(decimals)f", value)
      case .scientific(let decimals): String(format: "%.\(decimals)e", value)
      }
    // -0.001 at two decimals would print as "-0.00", a sign that means nothing.
    let isZero = text.allSatisfy { "-0.".contains($0) }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }
}
