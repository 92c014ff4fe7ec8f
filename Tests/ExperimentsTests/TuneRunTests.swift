import Foundation
import Results
import TensorCore
import Testing

@testable import Experiments

/// Whole searches on a few drawn glyphs.
@Suite(.serialized) struct TuneRunTests {
  private static let text = """
    name: tiny-tune
    data: {name: glyphs, train: 300, test: 60, validation: 0.3}
    model: mlp
    recipe: {epochs: 2, batch-size: 32, learning-rate: 0.05}
    forget: {kind: class, classes: [0, 1]}
    matrix:
      method: [retrain, finetune, {name: opc, gradient-clip: 0.5}]
    tune: {search: halving, trials: 4, epochs: 2, points: 3, sensitivity: {opc: [coefficient, epochs, forget-size]}}
    """

  private func experiment(_ text: String = text, set overrides: [String] = []) throws -> Experiment {
    try Experiment.parse(text, path: "tiny-tune.yaml", overrides: overrides, catalogue: Registry())
  }

  /// The parts of a report that must be the same bytes for the same config.
  private func files(_ folder: RunTests.Folder, _ path: String, _ names: [String]) throws -> [String] {
    try names.map {
      try String(
        contentsOf: folder.workspace.experiment("tiny-tune").appending(path: "\(path)/\($0)"), encoding: .utf8)
    }
  }

  private static let deterministic = [
    "glyphs-mlp.yaml", "tables/tuned.csv", "tables/trials.csv", "tables/trials.md", "tables/front.csv",
    "tables/ranges.tex", "rung-2.json",
  ]

  @Test func searchesWithOneBudgetAndItsSheetReadsBack() async throws {
    let folder = RunTests.Folder(), session = Session(folder.workspace, quiet: true)
    let tuning = try session.tune(experiment())
    #expect(tuning.failed.isEmpty)
    // Four trials of one epoch, then the better two again with two; nothing to tune in retraining.
    func runs(_ label: String) -> [[Int]] {
      tuning.runs.filter { $0.trial.method.label == label }.map { [$0.rung, $0.granted, $0.trial.epochs ?? 0] }
    }
    for label in ["finetune", "opc"] {
      #expect(runs(label) == [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [2, 2, 2], [2, 2, 2]], "\(label)")
      let first = tuning.runs.filter { $0.trial.method.label == label && $0.rung == 1 }
      let order = SearchSchedule.best(first.map { ($0.objective?.score, $0.gradients) }, keep: 2)
      let stayed = tuning.runs.filter { $0.trial.method.label == label && $0.rung == 2 }.map(\.trial.number)
      #expect(stayed == order.map { first[$0].trial.number }.sorted(), "\(label)")
    }
    #expect(tuning.runs.filter { $0.trial.method.label == "retrain" }.map(\.rung) == [2])
    // The objective is what the cells' own checks say, worked out here once more.
    let run = try #require(tuning.best("opc"))
    let record = try CellRecord.read(from: folder.workspace.cell(run.cells[0]))
    let metric = { (name: String) in record.metrics[name]?.number ?? .nan }
    let lost = metric("checked-validation-retained-before") - metric("checked-validation-retained")
    #expect(abs(run.objective!.score - (1 - lost / 100) / (1 + metric("checked-forget") / 100)) < 1e-12)
    #expect(run.gradients == metric("gradient-evaluations") && run.gradients > 0)

    let written = try await session.write(
      tuning, sheet: folder.url.appending(path: "e/_groups/tuned/glyphs-mlp.yaml").path)
    #expect(written.tables.map(\.name) == ["tuned", "trials", "front", "ranges", "time"])
    let tuned = try files(folder, "tuning", ["tables/tuned.md"])[0]
    #expect(tuned.contains("6 runs (4 × at most 1 epoch, 2 × at most 2 epochs), 8 epochs in all"), "\(tuned)")

    #expect(
      tuned.contains(
        "Retention of the original: \(String(format: "%.2f", metric("checked-validation-retained-before"))) %"))

    // The sheet gives the options that were chosen, and those that the experiment held.
    let user = """
      use: {recipe: none}
      data: {name: glyphs, train: 300, test: 60, validation: 0.3}
      model: mlp
      recipe: tuned
      forget: {kind: class, classes: [0, 1]}
      matrix: {method: [retrain, finetune, opc]}
      """
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "e/_groups/recipe"), withIntermediateDirectories: true)
    try Data("recipe: {}\n".utf8).write(to: folder.url.appending(path: "e/_groups/recipe/none.yaml"))
    let file = folder.url.appending(path: "e/user.yaml")
    try Data(user.utf8).write(to: file)
    let read = try Experiment.load(path: file.path, catalogue: Registry())
    #expect(
      read.methods.map(\.options) == ["retrain", "finetune", "opc"].map { tuning.best($0)?.trial.method.options })
    #expect(read.methods[2].options["gradient-clip"] == 0.5 && read.recipe == tuning.experiment.recipe)
    // So that its unlearning is found, and nothing is computed.
    let outcome = try session.run(session.plan(read))
    #expect(outcome.computed.isEmpty && outcome.found.count == 4)
  }

  /// A search that was killed after some cells goes on with the others, and ends with the same bytes; so does one on
  /// another number of threads.
  @Test func goesOnAfterAKill() async throws {
    let threads = Threads.count
    defer { Threads.count = threads }
    let whole = RunTests.Folder(), cut = RunTests.Folder()
    let first = Session(whole.workspace, quiet: true)
    _ = try await first.write(first.tune(experiment(), threads: 1))
    let reference = try files(whole, "tuning", Self.deterministic)

    // As a kill leaves it: a third of the cells of the first rung, and one without its record.
    let plan = try Plan.load(
      from: whole.workspace.experiment("tiny-tune").appending(path: "tuning/rung-1.json"))
    try FileManager.default.createDirectory(at: cut.workspace.cells, withIntermediateDirectories: true)
    let kept = plan.cells.prefix(4).map(\.id)
    for id in kept { try FileManager.default.copyItem(at: whole.workspace.cell(id), to: cut.workspace.cell(id)) }
    let dates = try kept.map { try CellRecord.read(from: cut.workspace.cell($0)) }
    try FileManager.default.createDirectory(
      at: cut.workspace.partial(plan.cells[4].id), withIntermediateDirectories: true)
    let second = Session(cut.workspace, quiet: true)
    _ = try await second.write(second.tune(experiment(), threads: 2))
    #expect(try files(cut, "tuning", Self.deterministic) == reference)
    #expect(try kept.map { try CellRecord.read(from: cut.workspace.cell($0)) } == dates, "computed again")
  }

  @Test func divergedTrialsAreHolesAndNeverChosen() async throws {
    let folder = RunTests.Folder(), session = Session(folder.workspace, quiet: true)
    let text = Self.text.replacingOccurrences(of: "[retrain, finetune,", with: "[{name: finetune, learning-rate: 900},")
    let tuning = try session.tune(experiment(text))
    #expect(tuning.failed == ["finetune"] && tuning.best("finetune") == nil)
    let written = try await session.write(tuning)
    #expect(
      try String(contentsOf: written.sheet, encoding: .utf8).contains("# finetune: every run with all epochs failed"))
    #expect(written.tables[1].markdown().contains("diverged"))
  }

  @Test func sweepsOneOptionAtATime() async throws {
    let folder = RunTests.Folder(), session = Session(folder.workspace, quiet: true)
    // What a method does not list is its main option; an empty list is none.
    let plain = try experiment(), config = try #require(plain.tune)
    let laidOut = try SweepPlan(experiment: plain, config: config, catalogue: Registry()).sweeps()
    #expect(laidOut.map(\.method) == ["finetune", "opc", "opc", "opc"] && laidOut[0].key == "learning-rate")
    let sensitivity = try session.sensitivity(experiment(set: ["matrix.seed=0..1", "tune.sensitivity.finetune=[]"]))
    #expect(sensitivity.sweeps.map(\.key) == ["coefficient", "epochs", "forget-size"])
    #expect(sensitivity.sweeps[0].points.map(\.x) == [0.1, 1, 10] && sensitivity.sweeps[0].isLogarithmic)
    #expect(sensitivity.sweeps[1].points.map(\.text) == ["1", "2"] && sensitivity.sweeps[2].points.map(\.x) == [1, 2])
    for point in sensitivity.sweeps.flatMap(\.points) {
      #expect(point.unlearned.count == 2 && !point.unlearned.contains(nil) && !point.retained.contains(nil))
    }
    // The end of two sweeps is one run: two epochs of forgetting both classes.
    let ends = sensitivity.sweeps[1...].map { $0.points.last!.unlearned }
    #expect(ends[0] == ends[1])
    let written = try await session.write(sensitivity)
    #expect(written.tables[0].markdown().contains("n = 2"))
    let script = try files(folder, "sensitivity", ["figures/opc-coefficient.gp", "figures/opc-forget-size.dat"])
    #expect(script[0].contains("set logscale x") && script[1].split(separator: "\n").count == 8)
    // Again: every run is found.
    let again = try session.run(
      Plan.load(from: folder.workspace.experiment("tiny-tune").appending(path: "sensitivity/plan-1.json")))
    #expect(again.computed.isEmpty)
  }

  @Test func forgettingAtRandomAimsAtHeldOutAccuracy() throws {
    let folder = RunTests.Folder(), session = Session(folder.workspace, quiet: true)
    let text = Self.text.replacingOccurrences(
      of: "{kind: class, classes: [0, 1]}", with: "{kind: random, fraction: 0.2}"
    )
    .replacingOccurrences(of: "search: halving, trials: 4", with: "search: random, trials: 2")
    let tuning = try session.tune(experiment(text))
    let run = try #require(tuning.best("finetune")), objective = try #require(run.objective)
    let record = try CellRecord.read(from: folder.workspace.cell(run.cells[0]))
    #expect(objective.retention == record.metrics["checked-validation"]?.number)
    #expect(objective.gap == abs(objective.retention - objective.forgetAccuracy))
    #expect(tuning.runs.count == 5 && tuning.runs.allSatisfy { $0.rung == 1 })
  }

  @Test func wrongLabelsAreToBeGivenNoMore() throws {
    let folder = RunTests.Folder(), session = Session(folder.workspace, quiet: true)
    let text = Self.text.replacingOccurrences(
      of: "{kind: class, classes: [0, 1]}", with: "{kind: noisy-labels, fraction: 0.2}"
    )
    .replacingOccurrences(of: "search: halving, trials: 4", with: "search: random, trials: 1")
    let tuning = try session.tune(experiment(text))
    let run = try #require(tuning.best("finetune")), objective = try #require(run.objective)
    let record = try CellRecord.read(from: folder.workspace.cell(run.cells[0]))
    #expect(objective.gap == record.metrics["checked-forget"]?.number && objective.gap == objective.forgetAccuracy)
    #expect(objective.retention == record.metrics["checked-validation"]?.number)
    #expect(!tuning.tables[0].markdown().contains("|retention"))
    #expect(record.metrics["request-verified"]?.number == 1)
  }
}
