import Foundation
import TensorCore

/// One workload of Lethe's in a process of its own; see `Gate` for how it is driven.
///
/// lethe-bench WORKLOAD [--batch N] [--threads T]
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
      if let mode = arguments.optionalText("compute") { try select(computeMode: mode) }
      try workload.run(arguments, Gate())
    } catch is TurnsEnded {
      return
    } catch {
      FileHandle.standardError.write(Data("lethe-bench: \(error)\n".utf8))
      exit(64)
    }
  }

  /// Chooses how the kernels weigh speed against rounding.
  private static func select(computeMode: String) throws {
    throw UsageError("the kernels have one compute mode, not '\(computeMode)'")
  }
}
