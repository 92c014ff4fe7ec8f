import Learning

/// Counts what a run does while it does it.
final class LedgerTally {
  private let forgetPositions: Set<Int>
  private var forgetSeen = Set<Int>()
  private var retainSeen = Set<Int>()
  private var forgetVisits = 0
  private var retainVisits = 0
  private var gradientEvaluations = 0
  var optimizerSteps = 0

  init(_ task: UnlearningTask) { forgetPositions = Set(task.forget.positions) }

  /// Images that passed through the network with a gradient.
  var images: Int { forgetVisits + retainVisits }

  /// One gradient that reads some batches.
  func count(_ batches: [Batch]) {
    gradientEvaluations += 1
    for position in batches.lazy.flatMap(\.positions) {
      if forgetPositions.contains(position) {
        forgetVisits += 1
        forgetSeen.insert(position)
      } else {
        retainVisits += 1
        retainSeen.insert(position)
      }
    }
  }

  func ledger(knowledge: UnlearningLedger.Knowledge, seconds: Double) -> UnlearningLedger {
    UnlearningLedger(
      knowledge: knowledge, forgetVisits: forgetVisits, retainVisits: retainVisits, forgetSamples: forgetSeen.count,
      retainSamples: retainSeen.count, gradientEvaluations: gradientEvaluations, optimizerSteps: optimizerSteps,
      seconds: seconds)
  }
}
