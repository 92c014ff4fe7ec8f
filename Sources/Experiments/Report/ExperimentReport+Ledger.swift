import Results
import Unlearners

extension ExperimentReport {
  /// What each method read and cost; nil where nothing was unlearned.
  func ledgerTable() -> Table? {
    let labels = rows.labels.filter { label in
      [.retrain, .method].contains(rows.role(label)) && plan.rows.contains { $0.label == label && $0.network != nil }
    }
    guard !labels.isEmpty else { return nil }
    let aggregation = rows.networks()
    // Sets that no method of the experiment has are not shown: a column of holes says nothing.
    let hasValidation = plan.data.config.validation > 0
    let columns = (ReportColumn.ledger + ReportColumn.all.filter { ["steps", "time"].contains($0.name) }).filter {
      $0.name != "validation-passes" || hasValidation
    }
    var table = Table(
      name: "ledger", title: "What forgetting read and cost",
      caption: "\(scope) Counts are the same on every machine; times and memory are not.",
      columns: [.text("method")] + columns.map(\.column), samples: seedSamples)
    for label in labels {
      table.append(
        Table.Row(
          [.text(label)] + columns.map { cell(aggregation, row: label, column: $0) },
          isControl: rows.role(label) != .method))
    }
    return table
  }
}

/// Which data a method read, in a word of letters.
enum LedgerLetters {
  static let legend =
    "images of the F forget, R retain, V validation, T test set, O other training samples; f forget and r retain "
    + "labels; θ the original's weights"

  static func cell(_ records: [CellRecord]) -> Table.Cell {
    // Seeds may differ, where a rule stops a method early.
    let words = records.filter { $0.kind == .unlearn && $0.failure == nil }.map(word)
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return words.isEmpty ? .missing("nothing was unlearned") : .text(words.joined(separator: " or "))
  }

  static func word(_ record: CellRecord) -> String {
    let sets = DataPart.allCases.filter { (record.metrics["\($0.rawValue)-samples"]?.number ?? 0) > 0 }
      .map { $0.rawValue.prefix(1).uppercased() }
    let knowledge = [("forget labels", "f"), ("retain labels", "r"), ("original weights", "θ")]
      .filter { record.statement[$0.0] == "read" }.map(\.1)
    return (sets + knowledge).joined()
  }
}
