import Learning

/// Counts what a run does while it does it.
final class LedgerTally {
  private struct Count {
    var size = 0
    var seen = Set<Int>()
    var gradientVisits = 0
    var readings = 0
  }

  private let test: ImageSplit
  /// By position in the training split.
  private var partOfPosition: [DataPart]
  private var counts: [DataPart: Count] = [:]
  private var gradientEvaluations = 0
  var optimizerSteps = 0

  init(_ task: UnlearningTask) {
    test = task.dataset.test
    partOfPosition = [DataPart](repeating: .other, count: task.dataset.train.count)
    let parts: [(DataPart, Subset?)] = [
      (.retain, task.retain), (.validation, task.validation), (.forget, task.forget),
    ]
    for (part, subset) in parts {
      for position in subset?.positions ?? [] { partOfPosition[position] = part }
    }
    for part in partOfPosition { counts[part, default: Count()].size += 1 }
    counts[.test, default: Count()].size = task.test.count
  }

  /// Images that passed through the network with a gradient.
  var images: Int { counts.values.reduce(0) { $0 + $1.gradientVisits } }

  /// One gradient that reads some batches.
  func count(_ batches: [Batch]) {
    gradientEvaluations += 1
    for batch in batches { note(batch.split, batch.positions) { $0.gradientVisits += 1 } }
  }

  /// Samples read without a gradient.
  func countReading(_ split: ImageSplit, _ positions: [Int]) { note(split, positions) { $0.readings += 1 } }

  private func note(_ split: ImageSplit, _ positions: [Int], _ change: (inout Count) -> Void) {
    for position in positions {
      let part = split === test ? .test : partOfPosition[position]
      counts[part, default: Count()].seen.insert(position)
      change(&counts[part, default: Count()])
    }
  }

  func ledger(knowledge: UnlearningLedger.Knowledge, seconds: Double) -> UnlearningLedger {
    UnlearningLedger(
      knowledge: knowledge,
      access: counts.mapValues {
        DataAccess(size: $0.size, samples: $0.seen.count, gradientVisits: $0.gradientVisits, readings: $0.readings)
      }, gradientEvaluations: gradientEvaluations, optimizerSteps: optimizerSteps, seconds: seconds)
  }
}
