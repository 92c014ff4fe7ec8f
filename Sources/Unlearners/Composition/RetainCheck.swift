import Learning

/// Whether a network still classifies what it was to keep, told from a few retain samples.
///
/// The samples are the same for every method: evenly spread over the retain set, in its order.
public struct RetainCheck: Equatable, Sendable {
  /// Enough to tell a collapse (a standard error of 3 points), few enough to cost nothing beside an epoch.
  public static let sampleCount = 256
  /// The fraction of the original's accuracy below which a network counts as collapsed.
  public static let floor = 0.5

  /// Accuracy in [0, 1].
  public let original: Double
  public let unlearned: Double
  public let samples: Int

  public init(original: Double, unlearned: Double, samples: Int) {
    self.original = original
    self.unlearned = unlearned
    self.samples = samples
  }

  /// Nil when there are no retain samples.
  public init?(_ task: UnlearningTask, network: Network) {
    let chosen = task.retain.spread(Self.sampleCount)
    guard let before = task.original.accuracy(on: chosen), let after = network.accuracy(on: chosen) else {
      return nil
    }
    self.init(original: before, unlearned: after, samples: chosen.count)
  }

  /// What there is to say, nil when the network did not collapse.
  public var note: UnlearningNote? {
    unlearned < Self.floor * original
      ? .retainCollapsed(unlearned: unlearned, original: original, samples: samples) : nil
  }
}
