import Foundation

/// What the kernel says about this process's memory.
enum ResidentMemory {
  /// The most memory that was resident at once (`VmHWM`), as PyTorch's workers report it.
  static func peakBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      if let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
        return kilobytes * 1024
      }
    }
    throw UsageError("/proc/self/status has no VmHWM")
  }
}
