import Foundation
import Results
import TensorCore

/// Facts about the program and the machine for records.
enum Machine {
  static func record(mode: ComputeMode) -> CellRecord.Machine {
    CellRecord.Machine(
      cpu: processorName, kernels: KernelPath.current.rawValue, compute: mode.rawValue,
      cores: ProcessInfo.processInfo.activeProcessorCount, threads: Threads.count)
  }

  private static let processorName: String = {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let line = lines.first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }()

  /// `git describe` of the checkout that the program lies in, when it runs; "unknown" outside a checkout.
  static let revision: String = {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    git.currentDirectoryURL = executable.deletingLastPathComponent()
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return "unknown" }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    git.waitUntilExit()
    let revision = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return git.terminationStatus == 0 && !revision.isEmpty ? revision : "unknown"
  }()

  /// Starts a new high-water mark of the process's resident memory, where the kernel allows it.
  static func resetPeakMemory() {
    Memory.resetPeak()
    if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") {
      try? file.write(contentsOf: Data("5".utf8))
      try? file.close()
    }
  }

  /// Resident high-water mark in bytes since `resetPeakMemory`; nil where the kernel does not tell.
  static var peakMemory: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }
}
