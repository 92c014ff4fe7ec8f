import Learning

/// Decides after an epoch whether a run ends, and says why; nil to go on.
///
/// It may read the forget set, once, which the ledger counts whether it does or not.
public typealias StopRule = (_ network: Network, _ record: EpochRecord) throws -> UnlearningNote?

/// Stands between the loop and the task's monitor: keeps the records, corrects their image counts, applies a stop
/// rule.
final class EpochWatch: TrainingMonitor {
  /// Carries a stop rule's verdict out of the loop.
  struct Stop: Error { let note: UnlearningNote }

  private(set) var history: [EpochRecord] = []
  private let monitor: any TrainingMonitor
  private let network: Network
  private let forget: Subset
  private let tally: LedgerTally
  private let stopRule: StopRule?
  private var imagesBefore: Int

  init(task: UnlearningTask, network: Network, tally: LedgerTally, stopRule: StopRule?) {
    monitor = task.monitor
    forget = task.forget
    self.network = network
    self.tally = tally
    self.stopRule = stopRule
    imagesBefore = tally.images
  }

  func stepEnded(_ record: StepRecord) throws {
    tally.optimizerSteps += 1
    try monitor.stepEnded(record)
  }

  func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) throws {
    let record = EpochRecord(
      epoch: record.epoch, loss: record.loss, accuracy: record.accuracy, learningRate: record.learningRate,
      steps: record.steps, images: tally.images - imagesBefore, seconds: record.seconds)
    imagesBefore = tally.images
    history.append(record)
    try monitor.epochEnded(record, snapshot: snapshot)
    guard let stopRule else { return }
    tally.countReading(forget.split, forget.positions)
    if let note = try stopRule(network, record) { throw Stop(note: note) }
  }
}

/// Ends a run after the first epoch that leaves at most `threshold` of the forget samples classified as labelled.
///
/// Measured in `evaluate` mode on all forget samples, without augmentation; nil for no rule.
public func stopRule(forgetAccuracy threshold: Double?, forget: Subset, epochs: Int) -> StopRule? {
  threshold.map { threshold in
    { network, record in
      guard let accuracy = network.accuracy(on: forget), accuracy <= threshold else { return nil }
      return .stopped(epoch: record.epoch + 1, of: epochs, forgetAccuracy: accuracy, threshold: threshold)
    }
  }
}
