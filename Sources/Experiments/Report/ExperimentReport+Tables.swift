import Results

extension ExperimentReport {
  /// Every row with the columns that the experiment asks for, or all that were measured.
  func mainTable() -> Table {
    let columns = mainColumns
    let aggregation = rows.networks()
    var table = Table(
      name: "main", title: "Unlearning and recovery", caption: scope,
      columns: [.text("method")] + columns.map(\.column), footnotes: methodNotes(rows.measuredLabels),
      samples: seedSamples)
    for label in rows.measuredLabels {
      let cells = columns.map { cell(aggregation, row: label, column: $0) }
      table.append(Table.Row([.text(label)] + cells, isControl: rows.role(label) != .method))
    }
    if let first = rows.measuredLabels.first, columns.contains(where: { $0.recovery != nil }) {
      let cells: [Table.Cell] = columns.map { column in
        guard let attack = column.recovery, let label = self.label(ofRecovery: attack) else {
          return .missing("a constant answer is no network")
        }
        return recovered(aggregation, first, label, "constant/UA")
      }
      table.append(Table.Row([.text("constant")] + cells, isControl: true))
    }
    return table
  }

  /// What one recovery gives back, beside the controls and relative to retraining.
  func recoveryTable(attack: String) -> Table {
    let aggregation = rows.networks(), name = Self.shortName(attack)
    let metrics: [(String, Table.Column)] = [
      ("UA-train", Table.Column("UA-train-\(name)", unit: "%", meaning: "the same on the forget training samples")),
      ("balanced-forget", Table.Column("balanced", unit: "%", meaning: "mean of the forgotten classes' accuracies")),
      ("AUC-forget", Table.Column("AUC", format: .fixed(3), meaning: "within-forget AUC; 0.5 is chance")),
      ("RA", Table.Column("RA-\(name)", unit: "%", meaning: "accuracy on the test samples of the retained classes")),
      ("effective-rank", Table.Column("rank", format: .fixed(1), meaning: "effective rank of the features")),
      ("condition", Table.Column("condition", format: .scientific(1), meaning: "condition number of the features")),
    ]
    let columns = [
      Table.Column.text("method"),
      Table.Column("UA-test", unit: "%", meaning: "before the attack, on the whole test set"),
      Table.Column("UA-\(name)", unit: "%", meaning: "after it, on the evaluation half of the test set"),
      Table.Column(
        "Δ\(name)", unit: "%",
        meaning: "UA-\(name) minus that of retrain, seed by seed: negative means more comes back than after retraining"),
    ]
    var table = Table(
      name: "recovery-\(name)", title: "Training-free recovery: \(attack)",
      caption:
        "\(scope) \(axes(ofRecovery: attack)) Low UA after the attack means that the forgotten classes came back; read it against retrain, "
        + "random-init and the constant predictor.",
      columns: columns + metrics.map(\.1), samples: seedSamples)
    for row in rows.measuredLabels {
      let cells: [Table.Cell] = [
        .text(row), aggregation.cell(row: row, metric: "UA-test", kinds: [.evaluate]),
        recovered(aggregation, row, attack, "UA"),
        aggregation.difference(row: row, reference: retrainLabel, metric: "\(attack)/UA", kinds: [.recover]),
      ]
      table.append(
        Table.Row(
          cells + metrics.map { recovered(aggregation, row, attack, $0.0) }, isControl: rows.role(row) != .method))
    }
    // A predictor that always answers the one forgotten class that serves it best.
    let constants = ["balanced-forget": "balanced-forget", "AUC-forget": "AUC-forget"]
    let base = rows.measuredLabels.first ?? "", reason = "a constant answer has no such number"
    let constant = recovered(aggregation, base, attack, "constant/UA")
    table.append(
      Table.Row(
        [.text("constant"), constant, constant, .missing(reason)]
          + metrics.map { metric, _ in
            constants[metric].map { recovered(aggregation, base, attack, "constant/\($0)") } ?? .missing(reason)
          }, isControl: true))
    return table
  }

  private func recovered(_ aggregation: Aggregation, _ row: String, _ label: String, _ metric: String) -> Table.Cell {
    aggregation.cell(row: row, metric: "\(label)/\(metric)", kinds: [.recover])
  }

  func cell(_ aggregation: Aggregation, row: String, column: ReportColumn) -> Table.Cell {
    switch column.source {
    case .evaluation: aggregation.cell(row: row, metric: column.metric, kinds: [.evaluate])
    case .recovery(let attack):
      // Listed more than once, the column shows the first; each has a table of its own.
      aggregation.cell(row: row, metric: (label(ofRecovery: attack) ?? attack) + "/UA", kinds: [.recover])
    case .network: aggregation.cell(row: row, metric: column.metric, kinds: [.train, .unlearn])
    case .reads: LedgerLetters.cell(aggregation.records(row))
    case .inversion: aggregation.cell(row: row, metric: column.metric, kinds: [.invert])
    }
  }

  private var mainColumns: [ReportColumn] {
    guard plan.report.columns.isEmpty else {
      return plan.report.columns.compactMap { name in ReportColumn.all.first { $0.name == name } }
    }
    let evaluations = Set(plan.rows.flatMap(\.evaluations.keys))
    return ReportColumn.all.filter { column in
      switch column.source {
      case .evaluation(let name): evaluations.contains(name)
      case .recovery(let name): label(ofRecovery: name) != nil
      case .network, .reads: true
      case .inversion: !inversionLabels.isEmpty
      }
    }.filter(\.isShownByDefault)
  }

  var recoveryLabels: [String] { Set(plan.rows.flatMap(\.recoveries.keys)).sorted() }

  /// The first label under which an attack is listed.
  func label(ofRecovery attack: String) -> String? {
    recoveryLabels.first { work(ofRecovery: $0)?.attack == attack }
  }

  func work(ofRecovery label: String) -> RecoverWork? {
    for row in plan.rows {
      guard let id = row.recoveries[label], case .recover(let work)? = plan.cell(id)?.work else { continue }
      return work
    }
    return nil
  }

  /// The axes of a recovery, never hidden: they decide what comes back.
  private func axes(ofRecovery label: String) -> String {
    guard let options = work(ofRecovery: label)?.options, let text = try? options.text(compact: true) else { return "" }
    let isInSample = options["calibration"]?.stringValue == "full-train"
    return "Options: \(text)." + (isInSample ? " UA-train is in-sample." : "")
  }

  var inversionLabels: [String] {
    plan.rows.flatMap { $0.inversions.map(\.attack) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  var retrainLabel: String { plan.rows.first { $0.role == .retrain }?.label ?? "retrain" }

  var seedSamples: Table.Samples {
    Table.Samples(singular: "seed", plural: "seeds", labels: rows.repetitions)
  }

  static func shortName(_ attack: String) -> String {
    switch attack {
    case "recover-feature-map": "FM"
    case "recover-head": "HR"
    default: attack
    }
  }
}
