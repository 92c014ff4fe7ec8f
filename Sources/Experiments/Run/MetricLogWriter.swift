import Archive
import Foundation
import Learning
import Results

/// Appends to a cell's `metrics.jsonl`, one whole line at a time.
final class MetricLogWriter {
  private let file: URL

  init(_ file: URL) { self.file = file }

  func append(epoch: EpochRecord) throws {
    var line: [String: MetricValue] = [
      "epoch": MetricValue(Double(epoch.epoch + 1)), "loss": MetricValue(epoch.loss),
      "learning_rate": MetricValue(epoch.learningRate), "images_per_second": MetricValue(epoch.imagesPerSecond),
    ]
    if let accuracy = epoch.accuracy { line["accuracy"] = MetricValue(100 * accuracy) }
    try append(line)
  }

  /// Drops all but the first lines.
  func keep(lines count: Int) throws {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
    let kept = text.split(separator: "\n").prefix(count).map { $0 + "\n" }.joined()
    try AtomicFile.write(kept, to: file)
  }

  func append(_ line: [String: MetricValue]) throws {
    let text = MetricLog.line(line)
    if !FileManager.default.fileExists(atPath: file.path) {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }
}
