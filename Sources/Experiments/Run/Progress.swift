import Foundation
import Learning

/// Progress on stderr: on a terminal one line rewritten at most every 100 ms, otherwise a line an epoch.
public final class Progress {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isQuiet: Bool
  private var lastUpdate = Date.distantPast
  private var hasLine = false
  /// What is being computed, in front of every line.
  var title = ""

  public init(quiet: Bool = false) { isQuiet = quiet }

  /// A line that stays.
  public func say(_ text: String) {
    guard !isQuiet else { return }
    clear()
    write(text + "\n")
  }

  /// A line that the next one replaces; dropped where there is no terminal.
  public func update(_ text: @autoclosure () -> String) {
    guard isTerminal, !isQuiet, Date().timeIntervalSince(lastUpdate) >= 0.1 else { return }
    lastUpdate = Date()
    write("\r\u{1B}[2K" + title + text())
    hasLine = true
  }

  /// A milestone: a line of its own where there is no terminal, an update where there is one.
  func milestone(_ text: String) {
    if isTerminal { update(text) } else { say(title + text) }
  }

  func clear() {
    guard hasLine else { return }
    write("\r\u{1B}[2K")
    hasLine = false
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// "3 min 20 s"
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 60
      ? "\(whole) s" : whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

/// Follows a training run: progress, `metrics.jsonl`, resumable snapshots, and the wish to stop.
final class CellMonitor: TrainingMonitor {
  private let progress: Progress
  private let log: MetricLogWriter
  private let saveSnapshot: ((TrainingSnapshot) throws -> Void)?
  private(set) var epochs: [EpochRecord] = []
  private var started = Date()

  init(progress: Progress, log: MetricLogWriter, saveSnapshot: ((TrainingSnapshot) throws -> Void)? = nil) {
    self.progress = progress
    self.log = log
    self.saveSnapshot = saveSnapshot
  }

  func stepEnded(_ record: StepRecord) throws {
    try Interruption.check()
    progress.update(
      {
        let steps = Double(record.epochs * record.stepsPerEpoch), done = Double(record.step + 1)
        let left = Date().timeIntervalSince(started) / done * (steps - done)
        return "epoch \(record.epoch + 1)/\(record.epochs), step \(record.stepInEpoch + 1)/\(record.stepsPerEpoch), "
          + String(format: "loss %.4f, %.0f images/s, ", record.loss, record.imagesPerSecond)
          + "\(Progress.duration(max(left, 0))) left"
      }())
  }

  func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) throws {
    epochs.append(record)
    let accuracy = record.accuracy.map { String(format: ", accuracy %.2f %%", 100 * $0) } ?? ""
    progress.milestone(
      "epoch \(record.epoch + 1): " + String(format: "loss %.4f", record.loss) + accuracy
        + String(format: ", %.0f images/s", record.imagesPerSecond))
    try log.append(epoch: record)
    if let saveSnapshot { try saveSnapshot(snapshot()) }
  }
}
