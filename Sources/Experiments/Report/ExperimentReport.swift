import Foundation
import Results

/// Tables, figures and the page of an experiment, from its records alone.
public struct ExperimentReport: Sendable {
  public let plan: Plan
  public let workspace: Workspace
  let rows: MeasuredRows
  let problems: [String]

  public init(plan: Plan, workspace: Workspace) {
    self.plan = plan
    self.workspace = workspace
    let contents = RecordStore(root: workspace.results).load(ids: plan.cells.map(\.id))
    // A record of another digest is another cell's, whatever its directory is called.
    let (own, foreign) = Self.partition(contents.records, of: plan)
    rows = MeasuredRows(plan, records: own)
    problems = contents.problems.map { "\($0)" } + foreign.map { "\($0): holds a cell of another digest; left out" }
  }

  private static func partition(_ records: [CellRecord], of plan: Plan) -> (own: [CellRecord], foreign: [String]) {
    let digests = Dictionary(plan.cells.map { ($0.id, $0.digest) }) { first, _ in first }
    let own = records.filter { digests[$0.id] == $0.digest }
    return (own, records.filter { digests[$0.id] != $0.digest }.map(\.id))
  }

  /// All tables; the first is the main one.
  public var tables: [Table] {
    var tables: [Table] = []
    if !rows.measuredLabels.isEmpty {
      tables.append(mainTable())
      tables.append(contentsOf: recoveryLabels.map(recoveryTable))
    }
    tables.append(contentsOf: inversionLabels.map(inversionTable))
    if let ledger = ledgerTable() { tables.append(ledger) }
    return tables
  }

  /// Writes everything under `results/<name>/`.
  ///
  /// Throws:    `ReportError`; `ArchiveError` for a folder that cannot be written
  public func write() async throws -> Report.Written {
    let cells = plan.cells.compactMap { rows.records[$0.id] }
    let report = Report(
      title: plan.name, subtitle: subtitle, provenance: provenance(cells), tables: tables, figures: figures,
      grids: inversionLabels.compactMap(pictureGrid), cells: cells, notes: problems,
      reproduce: "lethe run experiments/\(plan.name).yaml", cellsPath: "../cells")
    return try await report.write(to: workspace.experiment(plan.name))
  }

  private var subtitle: String { plan.experiment["description"]?.stringValue ?? "" }

  private func provenance(_ cells: [CellRecord]) -> [(String, String)] {
    var lines: [(String, String)] = [("data", dataDescription), ("model", modelName)]
    if let forget = plan.experiment["forget"], let text = try? forget.text(compact: true) {
      lines.append(("forget", text))
    }
    if let recipe = plan.experiment["recipe"], let text = try? recipe.text(compact: true) {
      lines.append(("recipe", text))
    }
    return lines + Report.provenance(of: cells)
  }

  private var modelName: String { plan.experiment["model"]?["name"]?.stringValue ?? "" }

  var dataDescription: String {
    let facts = plan.data.facts
    return "\(plan.data.config.name), \(facts.trainCount) training and \(facts.testCount) test images"
      + (facts.coverage.map { ", \($0)" } ?? "")
  }

  /// What stands in every caption: on what the numbers were taken.
  var scope: String { "\(dataDescription); \(modelName)." }

  /// What methods said about their networks, such as "retain accuracy collapsed", each once.
  func methodNotes(_ labels: [String]) -> [String] {
    var said = rows.sharedNetworks.filter(labels.contains).map {
      "\($0): one network in all \(rows.repetitions.count) repetitions, so its ± does not contain training"
    }
    for label in labels {
      for row in plan.rows where row.label == label {
        for note in row.network.flatMap({ rows.records[$0] })?.notes ?? [] {
          let text = "\(label), seed \(MeasuredRows.repetition(row.seeds)): \(note)"
          if !said.contains(text) { said.append(text) }
        }
      }
    }
    return said
  }
}
