import Foundation
import TensorCore

/// One workload of Lethe's in a process of its own; see `Gate` for how it is driven.
///
/// lethe-bench WORKLOAD [--batch N] [--threads T] [--compute fast|accurate]
/// lethe-bench numerics [--batch N] [--threads T]      error tables, at once
@main
enum Main {
  static func main() {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      if arguments.workload == "numerics" {
        Threads.count = try arguments.threads
        return try Numerics.run(arguments)
      }
      guard let workload = Workload.all[arguments.workload] else {
        throw UsageError("workloads: \(Workload.all.keys.sorted().joined(separator: " "))")
      }
      Threads.count = try arguments.threads
      try ComputeMode.$current.withValue(computeMode(arguments.optionalText("compute"))) {
        try workload.run(arguments, Gate())
      }
    } catch is TurnsEnded {
      return
    } catch {
      FileHandle.standardError.write(Data("lethe-bench: \(error)\n".utf8))
      exit(64)
    }
  }

  /// How the kernels weigh speed against rounding.
  private static func computeMode(_ name: String?) throws -> ComputeMode {
    guard let name else { return .fast }
    guard let mode = ComputeMode(rawValue: name) else {
      throw UsageError("compute modes: \(ComputeMode.allCases.map(\.rawValue).joined(separator: ", ")), not '\(name)'")
    }
    return mode
  }
}
