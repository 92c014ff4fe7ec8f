import Foundation

/// Something about an unlearned network that its numbers do not show by themselves. Not an error: the result stands.
public enum UnlearningNote: Equatable, Sendable {
  /// The network no longer classifies what it was to keep; accuracies in [0, 1], on some retain samples.
  case retainCollapsed(unlearned: Double, original: Double, samples: Int)
  /// A stop rule ended the run; `epoch` is the number of finished epochs.
  case stopped(epoch: Int, of: Int, forgetAccuracy: Double, threshold: Double)
  /// The network started from the original's first weights.
  case sharedInitialisation
  /// Anything that only one method can say.
  case remark(String)
}

extension UnlearningNote: CustomStringConvertible {
  public var description: String {
    switch self {
    case .retainCollapsed(let unlearned, let original, let samples):
      return "retain accuracy collapsed: \(Self.percent(unlearned)) (original \(Self.percent(original))), "
        + "measured on \(samples) retain samples"
    case .stopped(let epoch, let epochs, let accuracy, let threshold):
      return "stopped after epoch \(epoch) of \(epochs): forget accuracy \(Self.percent(accuracy)) is at most "
        + Self.percent(threshold)
    case .sharedInitialisation:
      return "started from the original's first weights, which flatters feature mapping"
    case .remark(let text): return text
    }
  }

  private static func percent(_ fraction: Double) -> String { String(format: "%.1f %%", 100 * fraction) }
}
