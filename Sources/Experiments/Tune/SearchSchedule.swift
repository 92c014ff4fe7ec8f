/// How many trials of a method run for how long: the same for every method.
///
/// Random search is one rung. Successive halving has several; a trial that stays is run anew for more epochs, since a
/// schedule depends on how many there are.
///
/// Source:    Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization" (2012); Jamieson and Talwalkar,
///            "Non-stochastic Best Arm Identification" (2016)
struct SearchSchedule: Equatable, Sendable {
  struct Rung: Equatable, Sendable {
    var trials: Int
    /// The largest number of epochs of a trial.
    var epochs: Int
  }

  var rungs: [Rung]

  init(_ budget: TuneBudget) {
    switch budget.search {
    case .random: rungs = [Rung(trials: budget.trials, epochs: budget.epochs)]
    case .halving: rungs = Self.halving(trials: budget.trials, epochs: budget.epochs, eta: budget.eta)
    }
  }

  /// n, n/η, n/η², … trials; the last rung has all epochs, each rung before it 1/η of those after, and the first at
  /// least one.
  private static func halving(trials: Int, epochs: Int, eta: Int) -> [Rung] {
    var counts = [trials], scale = 1
    while counts[counts.count - 1] / eta >= 1, epochs / (scale * eta) >= 1 {
      counts.append(counts[counts.count - 1] / eta)
      scale *= eta
    }
    return counts.map { count in
      defer { scale /= eta }
      return Rung(trials: count, epochs: epochs / scale)
    }
  }

  /// The epochs that a method may use over all rungs.
  var epochs: Int { rungs.reduce(0) { $0 + $1.trials * $1.epochs } }
  /// Runs of a method over all rungs.
  var runs: Int { rungs.reduce(0) { $0 + $1.trials } }

  /// Places of the best scores, the best first; of equals the cheaper one, then the earlier. One without a score, which
  /// failed, comes last.
  static func best(_ scores: [(score: Double?, cost: Double)], keep: Int) -> [Int] {
    let order = scores.indices.sorted { a, b in
      let (first, second) = (scores[a], scores[b])
      let (left, right) = (first.score ?? -.infinity, second.score ?? -.infinity)
      if left != right { return left > right }
      return first.cost != second.cost ? first.cost < second.cost : a < b
    }
    return Array(order.prefix(keep))
  }

  var description: String {
    let parts = rungs.map { "\($0.trials) × at most \($0.epochs) epoch\($0.epochs == 1 ? "" : "s")" }
    return "\(runs) run\(runs == 1 ? "" : "s") (\(parts.joined(separator: ", "))), \(epochs) epochs in all"
  }
}
