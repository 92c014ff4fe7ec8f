import TensorCore

/// What an attack found.
public struct InversionResult {
  /// [N, H, W, C] in [0, 1].
  public let reconstruction: Tensor
  /// One minus the cosine between the reconstruction's gradient and the target.
  public let matchingLoss: Double
  /// Total variation of the reconstruction in pixel space.
  public let totalVariation: Double
  /// The labels the attack used, one an image.
  public let labels: [Int32]
  /// Whether the labels were inferred rather than granted.
  public let areLabelsInferred: Bool
  /// The restart that was kept, counted from 0.
  public let keptRestart: Int
  /// Every restart in order.
  public let restarts: [InversionRestart]
  /// Wall time over iterations, all restarts together.
  public let secondsPerIteration: Double
  /// The threat model in words, for a record.
  public let statement: [(key: String, value: String)]
}

/// One start of an attack.
public struct InversionRestart: Equatable, Sendable {
  /// Of the last image, measured like every other restart's.
  public let matchingLoss: Double
  /// Every `report-interval` iterations, and the last image.
  public let series: [InversionPoint]
}

/// The state of a restart at one iteration.
public struct InversionPoint: Equatable, Sendable {
  /// Steps taken before the measurement.
  public let iteration: Int
  public let matchingLoss: Double
}

/// A progress report.
public struct InversionProgress: Equatable, Sendable {
  public let restart: Int
  public let restartCount: Int
  /// Steps taken in this restart.
  public let iteration: Int
  public let iterationCount: Int
  public let matchingLoss: Double
  public let secondsPerIteration: Double
}
