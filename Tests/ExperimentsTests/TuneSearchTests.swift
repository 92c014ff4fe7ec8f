import Learning
import Results
import TensorCore
import Testing
import Unlearners

@testable import Experiments

/// The parts of a search that compute nothing: schedules, draws, the objective, the front.
@Suite struct TuneSearchTests {
  private func budget(_ search: TuneBudget.Search, trials: Int, epochs: Int, eta: Int = 2) -> TuneBudget {
    var budget = TuneBudget()
    (budget.search, budget.trials, budget.epochs, budget.eta) = (search, trials, epochs, eta)
    return budget
  }

  private func rungs(_ budget: TuneBudget) -> [[Int]] {
    SearchSchedule(budget).rungs.map { [$0.trials, $0.epochs] }
  }

  @Test func schedulesByHand() {
    #expect(rungs(budget(.random, trials: 6, epochs: 2)) == [[6, 2]])
    #expect(rungs(budget(.halving, trials: 8, epochs: 4)) == [[8, 1], [4, 2], [2, 4]])
    #expect(rungs(budget(.halving, trials: 8, epochs: 8)) == [[8, 1], [4, 2], [2, 4], [1, 8]])
    #expect(rungs(budget(.halving, trials: 9, epochs: 4, eta: 3)) == [[9, 1], [3, 4]])
    #expect(rungs(budget(.halving, trials: 5, epochs: 1)) == [[5, 1]])
    #expect(rungs(budget(.halving, trials: 1, epochs: 9)) == [[1, 9]])
    let halving = SearchSchedule(budget(.halving, trials: 8, epochs: 4))
    #expect(halving.epochs == 24 && halving.runs == 14)
    #expect(
      SearchSchedule(budget(.halving, trials: 2, epochs: 2)).description
        == "3 runs (2 × at most 1 epoch, 1 × at most 2 epochs), 4 epochs in all")
  }

  /// Eight trials under a fake objective whose ranking turns with the epochs: what stays is what was best so far.
  @Test func halvingKeepsTheBestOfEachRung() throws {
    let schedule = SearchSchedule(budget(.halving, trials: 8, epochs: 4)), draw = draw()
    let early: [Double?] = [0.1, 0.8, nil, 0.7, 0.2, 0.9, 0.6, 0.3],
      late: [Double?] = [9, 0.5, nil, 0.9, 9, 0.6, 0.95, 9]
    var tuning = Tuning(experiment: try experiment(sampleText), schedule: schedule, draws: [draw])
    var alive = try draw.trials(8, epochs: 1, search: .halving, random: random)
    for rung in 1...3 {
      if rung > 1 { alive = try tuning.staying(alive, of: draw, after: rung - 1) }
      tuning.runs += alive.map { trial in
        var run = TrialRun(trial: trial, rung: rung, granted: schedule.rungs[rung - 1].epochs, cells: [])
        if let score = (rung == 1 ? early : late)[trial.number - 1] {
          var objective = TuneObjective(
            forgetAccuracy: 0, retention: 0, originalRetention: 0, yardstick: .wholeClasses)
          objective.score = score
          run.objective = objective
        }
        return run
      }
    }
    func visited(_ rung: Int) -> [[Int]] {
      tuning.runs.filter { $0.rung == rung }.map { [$0.trial.number, $0.trial.epochs ?? 0] }
    }
    #expect(visited(1) == (1...8).map { [$0, 1] })
    #expect(visited(2) == [[2, 2], [4, 2], [6, 2], [7, 2]] && visited(3) == [[4, 4], [7, 4]])
    #expect(tuning.best("opc")?.trial.number == 7)
  }

  @Test func equalScoresGoToTheCheaperThenTheEarlier() {
    #expect(SearchSchedule.best([(0.5, 3), (0.5, 2), (0.5, 2), (nil, 0), (0.6, 9)], keep: 4) == [4, 1, 2, 0])
    #expect(SearchSchedule.best([(nil, 0), (nil, 0)], keep: 1) == [0])
  }

  private struct Options: ConfigOptions {
    var learningRate = 0.01
    var epochs = 10
    var norm = "plain"
    enum CodingKeys: String, CodingKey {
      case epochs, norm
      case learningRate = "learning-rate"
    }
    static let rules: [String: OptionRule] = [
      "learning-rate": .range(0...1), "epochs": .integerRange(1...100), "norm": .choices(["plain", "squared"]),
    ]
  }

  private func draw(written: Set<String> = [], space: [SearchRange]? = nil) -> TrialDraw {
    var catalogue = SampleCatalogue()
    catalogue.methods["opc"] = ComponentEntry(
      options: Options.self,
      searchSpace: space ?? [.log("learning-rate", 1e-3...1e-1), .choice("norm", ["plain", "squared"]), .epochs])
    let choice = ComponentChoice(name: "opc", options: OptionsReader.defaults(of: Options.self))
    return TrialDraw(choice, in: catalogue, written: written)
  }

  private let random = RandomStream(seed: 3).child("tune")

  @Test func drawsAreInsideTheirRangesAndRepeat() throws {
    let trials = try draw().trials(40, epochs: 3, search: .random, random: random)
    #expect(trials.count == 40 && trials.map(\.number) == Array(1...40))
    let rates = trials.compactMap { $0.method.options["learning-rate"]?.doubleValue }
    #expect(rates.count == 40 && rates.allSatisfy { (1e-3...1e-1).contains($0) } && Set(rates).count > 30)
    // Half of a logarithmic range lies on either side of 0.01.
    #expect((10...30).contains(rates.count { $0 < 0.01 }))
    #expect(Set(trials.compactMap(\.epochs)) == [1, 2, 3])
    #expect(Set(trials.compactMap { $0.method.options["norm"]?.stringValue }) == ["plain", "squared"])
    #expect(try draw().trials(40, epochs: 3, search: .random, random: random) == trials)
    // More trials keep the first; another option beside them moves nothing.
    #expect(try draw().trials(5, epochs: 3, search: .random, random: random) == Array(trials.prefix(5)))
    let alone = try draw(space: [.log("learning-rate", 1e-3...1e-1)])
      .trials(40, epochs: 3, search: .random, random: random)
    #expect(alone.compactMap { $0.method.options["learning-rate"]?.doubleValue } == rates)
    #expect(alone.allSatisfy { $0.epochs == 3 }, "the budget's, where they are not searched")
    #expect(try draw().trials(40, epochs: 3, search: .random, random: RandomStream(seed: 4)) != trials)
  }

  @Test func givenOptionsAreNotSearched() throws {
    let trials = try draw(written: ["learning-rate", "epochs"]).trials(9, epochs: 3, search: .random, random: random)
    #expect(trials.allSatisfy { $0.method.options["learning-rate"] == 0.01 && $0.epochs == 10 })
    #expect(trials[0].searched == ["norm"] && trials[0].label == "opc #1")
    let nothing = try draw(space: []).trials(9, epochs: 3, search: .random, random: random)
    #expect(nothing.count == 1 && nothing[0].epochs == 10 && nothing[0].searched.isEmpty)
  }

  @Test func halvingGrantsMoreFromRungToRung() throws {
    let draw = draw()
    let first = try draw.trials(4, epochs: 1, search: .halving, random: random)
    #expect(first.allSatisfy { $0.epochs == 1 && $0.searched == ["learning-rate", "norm", "epochs"] })
    let later = try draw.grant(4, to: first[2])
    #expect(later.epochs == 4 && later.number == 3 && later.searched == first[2].searched)
    #expect(later.method.options["learning-rate"] == first[2].method.options["learning-rate"])
    #expect(later.summary.hasSuffix("epochs=4"))
    // Searched epochs stay as they were drawn.
    let drawn = try draw.trials(1, epochs: 3, search: .random, random: random)[0]
    #expect(try draw.grant(9, to: drawn) == drawn)
  }

  @Test func objectiveByHand() {
    let classes = TuneObjective(forgetAccuracy: 25, retention: 90, originalRetention: 95, yardstick: .wholeClasses)
    #expect(classes.gap == 25 && abs(classes.score - 0.95 / 1.25) < 1e-12)
    // At random: 25 forget, 90 held out, 65 apart; forgetting more than held-out samples would be no better.
    let random = TuneObjective(forgetAccuracy: 25, retention: 90, originalRetention: 95, yardstick: .heldOut)
    #expect(random.gap == 65 && abs(random.score - 0.95 / 1.65) < 1e-12)
    let perfect = TuneObjective(forgetAccuracy: 90, retention: 90, originalRetention: 90, yardstick: .heldOut)
    #expect(perfect.gap == 0 && perfect.score == 1)
    // Wrong labels: the 25 that are still given are what is left to forget.
    let noisy = TuneObjective(forgetAccuracy: 25, retention: 90, originalRetention: 85, yardstick: .wrongLabels)
    #expect(noisy.gap == 25 && abs(noisy.score - 1.05 / 1.25) < 1e-12)
    let mean = TuneObjective(mean: [classes, random])
    #expect(mean?.gap == 45 && mean?.retention == 90 && mean?.score == (classes.score + random.score) / 2)
    #expect(TuneObjective(mean: []) == nil)
  }

  @Test func frontByHand() {
    // Gap, −retention, cost. 1 is beaten by 0; 4 ties with 0 in all; 3 is cheap; 2 forgets most.
    let points: [[Double]] = [[10, -90, 5], [12, -90, 5], [1, -80, 9], [50, -50, 1], [10, -90, 5], [1, -80, 10]]
    #expect(ParetoFront.places(points) == [0, 2, 3, 4])
    #expect(ParetoFront.places([]).isEmpty && ParetoFront.places([[1, 2]]) == [0])
  }

  @Test func forgetSizesGrowToTheRequest() {
    #expect(
      ForgetRequest.classes([4, 2, 7]).sizes(5).map(\.request) == [
        .classes([4]), .classes([4, 2]), .classes([4, 2, 7]),
      ])
    #expect(ForgetRequest.count(100).sizes(4).map(\.size) == [25, 50, 75, 100])
    #expect(ForgetRequest.fraction(0.5).sizes(2).map(\.request) == [.fraction(0.25), .fraction(0.5)])
    #expect(
      ForgetRequest.positions([9, 8, 7, 6]).sizes(2).map(\.request) == [.positions([9, 8]), .positions([9, 8, 7, 6])])
  }
}
