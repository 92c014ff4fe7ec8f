import Foundation
import Results

/// What came of one trial in one rung, averaged over the seeds.
struct TrialRun: Sendable {
  var trial: Trial
  /// From 1.
  var rung: Int
  /// The epochs that it was granted.
  var granted: Int
  /// The unlearn cells, one for each combination of seeds.
  var cells: [String]
  /// Nil when it failed in a seed.
  var objective: TuneObjective?
  /// Loss gradients taken; 0 of a run that failed, which leaves no count.
  var gradients = 0.0
  /// Differs from machine to machine: it decides nothing.
  var seconds = 0.0
  var failure: String?

  /// What a front compares, smaller being better: gap, lost retention, gradients.
  var point: [Double]? { objective.map { [$0.gap, -$0.retention, gradients] } }
}

/// The records of one plan's unlearning cells, by row.
struct UnlearnedRows {
  let plan: Plan
  let records: [String: CellRecord]

  init(_ plan: Plan, store: RecordStore) throws {
    self.plan = plan
    var records: [String: CellRecord] = [:]
    for row in plan.rows {
      // The row's own id: a record of another digest is another cell's.
      if let id = row.network, let record = try store.record(id), record.digest == plan.cell(id)?.digest {
        records[id] = record
      }
    }
    self.records = records
  }

  func cells(_ label: String) -> [String] { plan.rows.filter { $0.label == label }.compactMap(\.network) }

  func run(_ trial: Trial, rung: Int, granted: Int, yardstick: TuneYardstick) -> TrialRun {
    var run = TrialRun(trial: trial, rung: rung, granted: granted, cells: cells(trial.label))
    var objectives: [TuneObjective] = []
    let count = Double(max(1, run.cells.count))
    for id in run.cells {
      guard let record = records[id], record.failure == nil else {
        run.failure = records[id]?.failure ?? "not run: the original's training failed"
        continue
      }
      run.gradients += (record.metrics["gradient-evaluations"]?.number ?? 0) / count
      run.seconds += (record.metrics["time"]?.number ?? 0) / count
      if let objective = TuneObjective(record, yardstick: yardstick) {
        objectives.append(objective)
      } else {
        run.failure = "the record lacks accuracies on held-out samples"
      }
    }
    if run.failure == nil { run.objective = TuneObjective(mean: objectives) }
    return run
  }
}

extension TuneObjective {
  /// The mean of several seeds', quantity by quantity; nil of none.
  init?(mean seeds: [TuneObjective]) {
    guard var mean = seeds.first else { return nil }
    func average(_ path: KeyPath<TuneObjective, Double>) -> Double {
      seeds.reduce(0) { $0 + $1[keyPath: path] } / Double(seeds.count)
    }
    mean.forgetAccuracy = average(\.forgetAccuracy)
    mean.retention = average(\.retention)
    mean.originalRetention = average(\.originalRetention)
    mean.gap = average(\.gap)
    mean.score = average(\.score)
    self = mean
  }
}
