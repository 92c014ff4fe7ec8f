import Foundation
import Results
import TensorCore

/// Runs a plan's cells in order, in this process. Finished cells are found and left alone.
public struct PlanRunner {
  /// What became of a plan.
  public struct Outcome: Sendable {
    /// Cells computed now.
    public var computed: [String] = []
    /// Cells that were there already.
    public var found: [String] = []
    /// Cells whose computation failed, with the reason.
    public var failed: [(id: String, reason: String)] = []
    /// Cells that could not run because an input failed.
    public var blocked: [String] = []
  }

  let plan: Plan
  let workspace: Workspace
  let datasets: Datasets
  let progress: Progress

  public init(plan: Plan, workspace: Workspace, datasets: Datasets, progress: Progress) {
    self.plan = plan
    self.workspace = workspace
    self.datasets = datasets
    self.progress = progress
  }

  /// Throws:    `Interrupted`, `DatasetError`, `ResultsFolderError`, `ArchiveError`; what is finished stays
  public func run() throws -> Outcome {
    if plan.compute.threads > 0 { Threads.count = plan.compute.threads }
    let store = RecordStore(root: workspace.results)
    let runner = CellRunner(plan: plan, workspace: workspace, datasets: datasets, progress: progress)
    var outcome = Outcome()
    var unusable: Set<String> = []
    for (index, cell) in plan.cells.enumerated() {
      try Interruption.check()
      if cell.inputs.values.contains(where: { unusable.contains($0.id) }) {
        unusable.insert(cell.id)
        outcome.blocked.append(cell.id)
        continue
      }
      if let known = try usable(store.record(cell.id), for: cell) {
        outcome.found.append(known.id)
        continue
      }
      progress.title = "[\(index + 1)/\(plan.cells.count)] \(cell.id): "
      let record = try runner.run(cell)
      if let reason = record.failure {
        unusable.insert(cell.id)
        outcome.failed.append((cell.id, reason))
        progress.say("\(progress.title)failed: \(reason)")
      } else {
        outcome.computed.append(cell.id)
        progress.say("\(progress.title)done in \(Progress.duration(record.seconds))")
        if record.kind == .unlearn { for note in record.notes { progress.say("  note: \(note)") } }
      }
    }
    return outcome
  }

  /// A record to reuse. A failed one is computed again: its cause may be gone.
  private func usable(_ record: CellRecord?, for cell: Cell) throws -> CellRecord? {
    guard let record, record.failure == nil else { return nil }
    guard record.digest == cell.digest else {
      throw ResultsFolderError(
        folder: workspace.cell(cell.id).path,
        reason: "it holds a cell of another digest (\(record.digest.prefix(24))…); move it away")
    }
    return record
  }
}
