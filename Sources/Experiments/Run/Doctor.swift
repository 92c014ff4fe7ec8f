import Foundation
import Importers
import TensorCore

/// What this machine offers.
public struct Doctor {
  private let workspace: Workspace

  public init(_ workspace: Workspace) { self.workspace = workspace }

  public var text: String {
    let machine = Machine.record
    let paths = KernelPath.allCases.map { "\($0.rawValue)\($0.isAvailable ? "" : " (not on this processor)")" }
    var lines = [
      "processor  \(machine.cpu), \(machine.cores) cores",
      "kernels    \(machine.kernels), of: \(paths.joined(separator: ", "))",
      "threads    \(machine.threads)", "revision   \(Machine.revision)",
      "gnuplot    \(hasGnuplot ? "found" : "not found — figures stay as .gp and .dat (apt-get install gnuplot-nox)")",
      "results    \(workspace.results.path)",
    ]
    for kind in DatasetKind.allCases {
      let file = workspace.data.appending(path: "\(kind.name).h5").path
      let isThere = FileManager.default.fileExists(atPath: file)
      lines.append(
        "data       \(kind.name): " + (isThere ? file : "not imported — lethe data import \(kind.name) --from FOLDER"))
    }
    return lines.joined(separator: "\n")
  }

  private var hasGnuplot: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot")
    }
  }
}
