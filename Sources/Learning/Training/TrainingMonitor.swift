/// Listens to a training run: progress, metrics, checkpoints. An error thrown here ends the run and reaches its caller.
public protocol TrainingMonitor {
  /// After every optimizer step.
  func stepEnded(_ record: StepRecord) throws

  /// After every epoch. `snapshot` copies the run's state, to resume from; not calling it costs nothing.
  func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) throws
}

extension TrainingMonitor {
  public func stepEnded(_ record: StepRecord) throws {}
  public func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) throws {}
}

/// Listens to nothing.
public struct SilentMonitor: TrainingMonitor {
  public init() {}
}
