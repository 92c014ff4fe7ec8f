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
    return table
  }

  /// What each recovery gives back, beside the controls and relative to retraining.
  func recoveryTable() -> Table? {
    let labels = recoveryLabels
    guard !labels.isEmpty else { return nil }
    let aggregation = rows.networks()
    var columns = [Table.Column.text("method"), Table.Column("UA-test", unit: "%", meaning: "before the attack")]
    for label in labels {
      let name = Self.shortName(label)
      columns += [
        Table.Column("UA-\(name)", unit: "%", meaning: "after \(label), evaluation half of the test set"),
        Table.Column(
          "Δ\(name)", unit: "%",
          meaning:
            "UA-\(name) minus that of retrain, seed by seed: negative means more comes back than after retraining"),
        Table.Column("UA-train-\(name)", unit: "%", meaning: "the same on the forget training samples"),
        Table.Column("bal-\(name)", unit: "%", meaning: "balanced accuracy on the forgotten classes"),
        Table.Column("AUC-\(name)", format: .fixed(3), meaning: "within-forget AUC; 0.5 is chance"),
        Table.Column("RA-\(name)", unit: "%", meaning: "accuracy on the test samples of the retained classes"),
        Table.Column("rank-\(name)", format: .fixed(1), meaning: "effective rank of the unlearned features"),
      ]
    }
    var table = Table(
      name: "recovery", title: "Training-free recovery",
      caption: "\(scope) Low UA after an attack means that the forgotten classes came back; read it against retrain, "
        + "random-init and the constant predictor.",
      columns: columns, samples: seedSamples)
    for row in rows.measuredLabels {
      var cells: [Table.Cell] = [.text(row), aggregation.cell(row: row, metric: "UA-test", kinds: [.evaluate])]
      for label in labels {
        cells.append(recovered(aggregation, row, label, "UA"))
        cells.append(
          aggregation.difference(row: row, reference: retrainLabel, metric: "\(label)/UA", kinds: [.recover]))
        cells += ["UA-train", "balanced-forget", "AUC-forget", "RA", "effective-rank"].map {
          recovered(aggregation, row, label, $0)
        }
      }
      table.append(Table.Row(cells, isControl: rows.role(row) != .method))
    }
    table.append(constantRow(aggregation, labels: labels))
    return table
  }

  /// A predictor that always answers one forgotten class, the one that serves it best.
  private func constantRow(_ aggregation: Aggregation, labels: [String]) -> Table.Row {
    let base = rows.measuredLabels.first ?? ""
    let reason = "a constant answer has no such number"
    var cells: [Table.Cell] = [
      .text("constant"), aggregation.cell(row: base, metric: "\(labels[0])/constant/UA", kinds: [.recover]),
    ]
    for label in labels {
      func constant(_ metric: String) -> Table.Cell {
        aggregation.cell(row: base, metric: "\(label)/constant/\(metric)", kinds: [.recover])
      }
      cells += [
        constant("UA"), .missing(reason), .missing(reason), constant("balanced-forget"), constant("AUC-forget"),
        .missing(reason), .missing(reason),
      ]
    }
    return Table.Row(cells, isControl: true)
  }

  private func recovered(_ aggregation: Aggregation, _ row: String, _ label: String, _ metric: String) -> Table.Cell {
    aggregation.cell(row: row, metric: "\(label)/\(metric)", kinds: [.recover])
  }

  private func cell(_ aggregation: Aggregation, row: String, column: ReportColumn) -> Table.Cell {
    switch column.source {
    case .evaluation: aggregation.cell(row: row, metric: column.metric, kinds: [.evaluate])
    case .recovery: aggregation.cell(row: row, metric: column.metric, kinds: [.recover])
    case .network: aggregation.cell(row: row, metric: column.metric, kinds: [.train, .unlearn])
    case .inversion: aggregation.cell(row: row, metric: column.metric, kinds: [.invert])
    }
  }

  private var mainColumns: [ReportColumn] {
    guard plan.report.columns.isEmpty else {
      return plan.report.columns.compactMap { name in ReportColumn.all.first { $0.name == name } }
    }
    let evaluations = Set(plan.rows.flatMap(\.evaluations.keys)), recoveries = Set(recoveryLabels)
    return ReportColumn.all.filter { column in
      switch column.source {
      case .evaluation(let name): evaluations.contains(name)
      case .recovery(let name): recoveries.contains(name)
      case .network: true
      case .inversion: !inversionLabels.isEmpty
      }
    }
  }

  var recoveryLabels: [String] { Set(plan.rows.flatMap(\.recoveries.keys)).sorted() }
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
