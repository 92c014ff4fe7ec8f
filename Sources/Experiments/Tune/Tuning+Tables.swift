import Results

extension Tuning {
  /// The chosen options, all runs, the front, the ranges, and the time, which alone differs between equal runs.
  var tables: [Table] { [tunedTable, trialsTable, frontTable, rangesTable, timeTable] }

  private var labels: [String] { draws.map(\.method.label) }

  private func runs(_ label: String) -> [TrialRun] { runs.filter { $0.trial.method.label == label } }

  private var yardstick: TuneYardstick? { try? experiment.forget?.yardstick.get() }

  private var caption: String {
    "\(experiment.data.name), \(experiment.model.name). The same budget for every method: \(schedule.description)."
  }

  private var samples: Table.Samples {
    Table.Samples(
      singular: "seed", plural: "seeds", labels: experiment.seeds.map(MeasuredRows.repetition))
  }

  private var objectiveColumns: [Table.Column] {
    let meaning = yardstick?.meaning
    return [
      Table.Column(
        "score", format: .fixed(4),
        meaning: "(1 − (retention of the original − retention)) / (1 + gap), as fractions; higher is better, and the "
          + "highest is chosen"),
      Table.Column(
        "forget accuracy", unit: "%",
        meaning: "on forget training samples, at most \(CheckedAccuracy.sampleLimit) spread evenly over them"),
      Table.Column(
        "gap", unit: "%", meaning: meaning?.gap),
      Table.Column("retention", unit: "%", meaning: meaning.map { "accuracy on all \($0.held)" }),
    ]
  }

  private func cells(_ run: TrialRun?) -> [Table.Cell] {
    guard let run, let objective = run.objective else {
      let reason = run?.failure ?? "every run with all epochs failed"
      return Array(repeating: .missing("failed: \(reason)", mark: "failed"), count: 4)
    }
    return [objective.score, objective.forgetAccuracy, objective.gap, objective.retention].map { .number($0) }
  }

  private static let optionsColumn = Table.Column.text(
    "options", meaning: "those searched; all others as given or default")

  private func summary(_ run: TrialRun) -> String { run.trial.searched.isEmpty ? "nothing to tune" : run.trial.summary }

  private var tunedTable: Table {
    var table = Table(
      name: "tuned", title: "Tuned options", caption: caption,
      columns: [.text("method"), Self.optionsColumn] + objectiveColumns + [
        Table.Column("runs", format: .fixed(0), meaning: "configurations run, each rung counted"),
        Table.Column(
          "epochs", format: .fixed(0),
          meaning: "epochs granted over all runs; a run may use fewer where they are searched"),
        Table.Column("gradients", format: .fixed(0), meaning: "loss gradients taken over all runs"),
      ], samples: samples)
    if let original = runs.compactMap(\.objective).first?.originalRetention {
      table.footnotes.append("Retention of the original: \(NumberFormat.fixed(2).text(original)) %.")
    }
    for label in labels {
      let best = best(label), own = runs(label)
      table.append(
        Table.Row(
          [.text(label), .text(best.map(summary) ?? "—")] + cells(best) + [
            .number(Double(own.count)),
            best?.trial.searched.isEmpty == true
              ? .missing("with nothing to tune, a method has one run of its own length")
              : .number(Double(own.reduce(0) { $0 + $1.granted })),
            .number(own.reduce(0) { $0 + $1.gradients }),
          ], isControl: best?.trial.searched.isEmpty ?? false))
    }
    return table
  }

  private var trialsTable: Table {
    var table = Table(
      name: "trials", title: "All runs", caption: caption,
      columns: [
        .text("method"), Table.Column("trial", format: .fixed(0)), Table.Column("rung", format: .fixed(0)),
        Self.optionsColumn,
      ] + objectiveColumns + [
        Table.Column("gradients", format: .fixed(0), meaning: "loss gradients taken"),
        .text("front", meaning: "* where no other run of the method is better in gap, retention and gradients at once"),
      ], samples: samples)
    for label in labels {
      let own = runs(label), front = front(own)
      for (place, run) in own.enumerated() {
        table.append(
          Table.Row(
            [
              .text(label), .number(Double(run.trial.number)), .number(Double(run.rung)), .text(summary(run)),
            ] + cells(run) + [
              run.objective == nil ? .missing("failed: no count is left", mark: "—") : .number(run.gradients),
              .text(front.contains(place) ? "*" : ""),
            ]))
      }
    }
    return table
  }

  /// Places of the runs that are on the front of these runs.
  private func front(_ runs: [TrialRun]) -> [Int] {
    let usable = runs.indices.filter { runs[$0].point != nil }
    return ParetoFront.places(usable.compactMap { runs[$0].point }).map { usable[$0] }
  }

  private var frontTable: Table {
    var table = Table(
      name: "front", title: "Pareto front over all methods",
      caption: caption + " Runs that no other equals or beats in gap, retention and gradients at once.",
      columns: [.text("method"), Table.Column("trial", format: .fixed(0)), Self.optionsColumn] + objectiveColumns + [
        Table.Column("gradients", format: .fixed(0), meaning: "loss gradients taken")
      ], samples: samples)
    let chosen = front(runs).map { runs[$0] }
    for run in chosen.sorted(by: { ($0.objective?.gap ?? 0, $0.gradients) < ($1.objective?.gap ?? 0, $1.gradients) }) {
      table.append(
        Table.Row(
          [.text(run.trial.method.label), .number(Double(run.trial.number)), .text(summary(run))] + cells(run)
            + [.number(run.gradients)]))
    }
    return table
  }

  private var rangesTable: Table {
    var table = Table(
      name: "ranges", title: "What was searched", caption: caption,
      columns: [.text("method"), .text("range", meaning: "the first of a method is the one that sensitivity sweeps")],
      samples: samples)
    for draw in draws {
      for range in draw.space { table.append(Table.Row([.text(draw.method.label), .text(range.description)])) }
      if draw.space.isEmpty { table.append(Table.Row([.text(draw.method.label), .text("nothing to tune")])) }
    }
    return table
  }

  private var timeTable: Table {
    var table = Table(
      name: "time", title: "Time", caption: caption + " Run time of the methods; it decides nothing.",
      columns: [
        .text("method"), Table.Column("chosen", unit: "s", format: .fixed(1), meaning: "the chosen run"),
        Table.Column("all", unit: "s", format: .fixed(1), meaning: "all runs"),
      ], samples: samples)
    for label in labels {
      let all = runs(label).reduce(0) { $0 + $1.seconds }
      let chosen = best(label).map { Table.Cell.number($0.seconds) }
      table.append(
        Table.Row([.text(label), chosen ?? .missing("every run with all epochs failed"), .number(all)]))
    }
    return table
  }
}
