import Foundation
import Results

/// Sweeps that have run.
public struct Sensitivity: Sendable {
  let experiment: Experiment
  let sweeps: [Sweep]

  /// One a sweep: UA and RA against the option.
  var figures: [Figure] {
    sweeps.map { sweep in
      let words = sweep.points.contains { Double($0.text) == nil }
      let axis =
        words ? " (" + sweep.points.enumerated().map { "\($0 + 1): \($1.text)" }.joined(separator: ", ") + ")" : ""
      func curve(_ name: String, _ path: KeyPath<Sweep.Point, [Double?]>) -> LineChart.Curve {
        let seeds = experiment.seeds.indices.map { seed in
          Series(
            name: name, xLabel: sweep.key, x: sweep.points.map(\.x),
            y: sweep.points.map { $0[keyPath: path].indices.contains(seed) ? $0[keyPath: path][seed] : nil })
        }
        return LineChart.Curve(name, mean: seeds)
      }
      return LineChart(
        name: "\(sweep.method)-\(sweep.key)", title: "\(sweep.method): \(sweep.key)", caption: caption,
        xLabel: sweep.key + axis, yLabel: "%", hasLogarithmicX: sweep.isLogarithmic, yRange: 0...100,
        curves: [curve("UA", \.unlearned), curve("RA", \.retained)]
      ).figure
    }
  }

  var table: Table {
    var table = Table(
      name: "sensitivity", title: "Sensitivity", caption: caption,
      columns: [
        .text("method"), .text("option"), .text("value"),
        Table.Column("UA", unit: "%", meaning: "100 − accuracy on forget training samples"),
        Table.Column("RA", unit: "%", meaning: "accuracy on retain training samples"),
      ],
      samples: Table.Samples(
        singular: "seed", plural: "seeds", labels: experiment.seeds.map(MeasuredRows.repetition)))
    for sweep in sweeps {
      for point in sweep.points {
        func cell(_ values: [Double?]) -> Table.Cell {
          guard let statistic = Statistic(values.compactMap { $0 }) else {
            return .missing(point.failure.map { "failed: \($0)" } ?? "not run", mark: "failed")
          }
          return .statistic(statistic, note: point.failure.map { "n = \(statistic.count); failed: \($0)" })
        }
        table.append(
          Table.Row([
            .text(sweep.method), .text(sweep.key), .text(point.text), cell(point.unlearned), cell(point.retained),
          ]))
      }
    }
    return table
  }

  private var caption: String {
    "\(experiment.data.name), \(experiment.model.name). One option at a time, the others as given or default, at most "
      + "\(experiment.tune?.budget.epochs ?? 0) epochs unless given. Accuracies on at most "
      + "\(CheckedAccuracy.sampleLimit) samples of each set, spread evenly over it."
  }
}

extension Session {
  /// Writes table, figures and page under `results/<name>/sensitivity/`.
  ///
  /// Throws:    `ArchiveError`, for what the file system refuses
  public func write(_ sensitivity: Sensitivity) async throws -> WrittenReport {
    let experiment = sensitivity.experiment
    let report = Report(
      title: "\(experiment.name): sensitivity", subtitle: experiment.description ?? "", tables: [sensitivity.table],
      figures: sensitivity.figures, reproduce: "lethe tune experiments/\(experiment.name).yaml --sensitivity",
      cellsPath: "../../cells")
    let written = try await report.write(to: workspace.experiment(experiment.name).appending(path: "sensitivity"))
    for note in written.notes { progress.say(note) }
    return WrittenReport(tables: report.tables, index: written.index)
  }
}
