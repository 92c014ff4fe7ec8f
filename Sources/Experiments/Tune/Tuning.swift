import Foundation
import Learning
import Results
import TensorCore
import Unlearners

/// An experiment that cannot be searched: no `tune` section, or a request that no check of a run judges.
public struct TuneError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}

/// A search: every run of every method, and the best of each.
public struct Tuning: Sendable {
  let experiment: Experiment
  let schedule: SearchSchedule
  let draws: [TrialDraw]
  var runs: [TrialRun] = []

  /// The best run of a method among those that were granted all epochs; nil when all of them failed.
  func best(_ label: String) -> TrialRun? {
    let last = runs.filter { $0.trial.method.label == label && $0.rung == schedule.rungs.count }
    let order = SearchSchedule.best(last.map { ($0.objective?.score, $0.gradients) }, keep: 1)
    return order.first.flatMap { last[$0].objective == nil ? nil : last[$0] }
  }

  /// The trials of a method that stay after a rung, counted from 1, in their order and with more epochs.
  ///
  /// Throws:    `DecodingError`, for a number of epochs that the method cannot hold
  func staying(_ trials: [Trial], of draw: TrialDraw, after rung: Int) throws -> [Trial] {
    let scores = trials.map { trial in
      let run = runs.first { $0.rung == rung && $0.trial == trial }
      return (score: run?.objective?.score, cost: run?.gradients ?? 0)
    }
    let next = schedule.rungs[rung]
    return try SearchSchedule.best(scores, keep: next.trials).sorted().map {
      try draw.grant(next.epochs, to: trials[$0])
    }
  }

  /// Methods of which no run can be used.
  public var failed: [String] { draws.map(\.method.label).filter { best($0) == nil } }
}

extension Session {
  /// Runs a search of the same budget for every method of an experiment.
  ///
  /// A run is the unlearn cell that `lethe run` would compute for these options: what is there is found, and a search
  /// that was interrupted goes on where it was.
  ///
  /// Random:    stream "tune" of the budget's seed, then as `TrialDraw`
  /// Throws:    `TuneError`; what `run` throws
  public func tune(_ experiment: Experiment, threads: Int? = nil) throws -> Tuning {
    let (config, yardstick) = try requireTuning(experiment)
    let schedule = SearchSchedule(config.budget)
    let registry = Registry()
    let draws = experiment.methods.map {
      TrialDraw($0, in: registry, written: experiment.places.written[$0.label] ?? [])
    }
    progress.say("the same budget for each of \(draws.count) methods: \(schedule.description)")
    let random = RandomStream(seed: UInt64(config.budget.seed)).child("tune")
    var tuning = Tuning(experiment: experiment, schedule: schedule, draws: draws)
    var current = try draws.map {
      try $0.trials(
        schedule.rungs[0].trials, epochs: schedule.rungs[0].epochs, search: config.budget.search, random: random)
    }
    for (index, rung) in schedule.rungs.enumerated() {
      let isLast = index == schedule.rungs.count - 1
      if index > 0 {
        current = try zip(draws, current).map { try tuning.staying($1, of: $0, after: index) }
      }
      // With nothing to tune, more runs would be the same run.
      let trials = zip(draws, current).flatMap { isLast || !$0.space.isEmpty ? $1 : [] }
      let rows = try run(
        trials.map { ComponentChoice(name: $0.method.name, label: $0.label, options: $0.method.options) },
        of: experiment, plan: "tuning/rung-\(index + 1).json", threads: threads)
      tuning.runs += trials.map { rows.run($0, rung: index + 1, granted: rung.epochs, yardstick: yardstick) }
    }
    return tuning
  }

  /// The experiment's budget, and how its request is judged.
  func requireTuning(_ experiment: Experiment) throws -> (config: TuneConfig, yardstick: TuneYardstick) {
    guard let config = experiment.tune, let forget = experiment.forget else {
      throw TuneError(
        description: "'\(experiment.name)' has no 'tune' section — add one, as in tune: {trials: 6, epochs: 2}")
    }
    return (config, try forget.yardstick.get())
  }

  /// Runs the unlearning cells of some methods, without the experiment's measurements and attacks.
  func run(
    _ methods: [ComponentChoice], of experiment: Experiment, plan file: String, threads: Int?
  ) throws -> UnlearnedRows {
    var bare = experiment
    bare.methods = methods
    (bare.evaluations, bare.recoveries, bare.inversions) = ([], [], [])
    var plan = try plan(bare)
    try plan.freeze(to: workspace.experiment(experiment.name).appending(path: file))
    if let threads { plan.compute.threads = threads }
    let started = Date()
    let outcome = try PlanRunner(plan: plan, workspace: workspace, datasets: datasets, progress: progress).run()
    progress.say(
      "\(outcome.computed.count) cells computed, \(outcome.found.count) found, \(outcome.failed.count) failed, in "
        + Progress.duration(Date().timeIntervalSince(started)))
    return try UnlearnedRows(plan, store: RecordStore(root: workspace.results))
  }
}
