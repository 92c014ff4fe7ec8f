import Archive
import Foundation
import Learning
import Results
import TensorCore
import Testing

@testable import Experiments

/// Whole experiments on a few drawn glyphs. Serialised: they set the thread count.
@Suite(.serialized) struct RunTests {
  static let text = """
    name: tiny
    data: {name: glyphs, train: 400, test: 100}
    model: convnet
    recipe: {epochs: 2, batch-size: 32, learning-rate: 0.05}
    forget: {kind: class, classes: [0, 1]}
    matrix:
      seed: 0..1
      method: [retrain, {name: finetune, epochs: 1}, {name: opc, epochs: 1}]
    evaluate: [accuracy, representation, mia-confidence, cka]
    attack:
      - recover-feature-map
      - recover-head
      - {name: gradient-inversion, target: gradient, images: 1, iterations: 3}
    """

  /// A fresh folder for results, removed at the end.
  final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "lethe-run-\(UUID().uuidString)")
    var workspace: Workspace { Workspace(results: url.appending(path: "results"), data: url.appending(path: "data")) }
    deinit { try? FileManager.default.removeItem(at: url) }
  }

  static func run(
    _ folder: Folder, _ text: String = text, overrides: [String] = [], threads: Int? = nil
  ) throws -> (plan: Plan, outcome: PlanRunner.Outcome) {
    let session = Session(folder.workspace, quiet: true)
    let experiment = try Experiment.parse(text, path: "tiny.yaml", overrides: overrides, catalogue: Registry())
    let plan = try session.plan(experiment)
    return (plan, try session.run(plan, threads: threads))
  }

  /// Everything of a run that must be reproducible: metrics (times aside) and the bytes of checkpoints and outputs.
  static func fingerprint(_ folder: Folder, _ plan: Plan) throws -> [String: String] {
    var prints: [String: String] = [:]
    for cell in plan.cells {
      let directory = folder.workspace.cell(cell.id)
      let record = try CellRecord.read(from: directory)
      let machine = ["time", "wall-time", "peak-memory", "seconds-per-iteration"]
      let metrics = record.metrics.filter { !machine.contains($0.name) }
      prints[cell.id] = metrics.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
      for file in ["model.h5", "outputs.h5", "split.h5", "samples.h5"] {
        let url = directory.appending(path: file)
        if FileManager.default.fileExists(atPath: url.path) { prints[cell.id + file] = try SHA256.hex(ofFile: url) }
      }
    }
    return prints
  }

  @Test func sameBitsForOneAndTwoThreadsAndNothingTwice() async throws {
    let original = Threads.count
    defer { Threads.count = original }
    let one = Folder(), two = Folder()
    let (plan, first) = try Self.run(one, threads: 1)
    #expect(first.failed.isEmpty && first.blocked.isEmpty && first.computed.count == plan.cells.count)
    let (_, second) = try Self.run(two, threads: 2)
    #expect(second.computed == first.computed)
    #expect(try Self.fingerprint(one, plan) == Self.fingerprint(two, plan))
    // Again: every cell is found.
    let (_, again) = try Self.run(one)
    #expect(again.computed.isEmpty && again.found.count == plan.cells.count)
    // The same value set by hand is the same experiment.
    #expect(try Self.run(one, overrides: ["recipe.epochs=2"]).outcome.computed.isEmpty)
    try await checkReport(one, plan)
  }

  /// The tables of that run: every row and control is there, with n = 2.
  private func checkReport(_ folder: Folder, _ plan: Plan) async throws {
    let report = ExperimentReport(plan: plan, workspace: folder.workspace)
    let stale = folder.workspace.experiment("tiny").appending(path: "tables/older.csv")
    try FileManager.default.createDirectory(at: stale.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: stale)
    let written = try await report.write()
    #expect(!FileManager.default.fileExists(atPath: stale.path))
    let page = try String(contentsOf: written.index, encoding: .utf8)
    let main = report.tables[0].markdown(), recovery = report.tables[1].markdown()
    for row in ["original", "retrain", "random-init", "finetune", "opc"] {
      #expect(main.contains(row) && recovery.contains(row) && page.contains(row), "\(row)")
    }
    #expect(recovery.contains("constant") && main.contains("n = 2") && main.contains("±"))
    #expect(report.tables.count == 5 && report.tables[3].markdown().contains("class-mean"))
    // Fine-tuning reads retain images, their labels and the original; opc the forget images too.
    let ledger = report.tables[4].markdown().split(separator: "\n").map { $0.filter { $0 != " " } }
    #expect(ledger.contains { $0.hasPrefix("|finetune|Rrθ|0.00±0.00|1.00±0.00|") }, "\(ledger)")
    #expect(ledger.contains { $0.hasPrefix("|opc|FRrθ|") } && ledger.contains { $0.hasPrefix("|retrain|Rr|") })
    for name in ["tables/main.csv", "tables/main.tex", "tables/recovery-HR.md", "figures/recovery.gp", "plan.json"] {
      #expect(
        FileManager.default.fileExists(atPath: folder.workspace.experiment("tiny").appending(path: name).path),
        "\(name)")
    }
    // Reports read records: without any checkpoint the tables are the same.
    for cell in plan.cells {
      try? FileManager.default.removeItem(at: folder.workspace.cell(cell.id).appending(path: "model.h5"))
    }
    #expect(ExperimentReport(plan: plan, workspace: folder.workspace).tables[0].markdown() == main)
  }

  /// A diverged method is a hole with its reason; the others go on.
  @Test func divergenceIsAHoleInTheTable() throws {
    let folder = Folder()
    let text = Self.text.replacingOccurrences(
      of: "{name: finetune, epochs: 1}", with: "{name: finetune, learning-rate: 9}"
    )
    .replacingOccurrences(of: "seed: 0..1", with: "seed: 0")
    let (plan, outcome) = try Self.run(folder, text)
    #expect(outcome.failed.count == 1 && outcome.failed[0].id.hasPrefix("unlearn-finetune"))
    #expect(outcome.failed.first?.reason.contains("diverged") == true)
    #expect(outcome.blocked.count == 7, "outputs, four measurements, two recoveries")
    let main = ExperimentReport(plan: plan, workspace: folder.workspace).tables[0].markdown()
    #expect(main.contains("diverged at step"))
    // Tried again, since its cause may be gone.
    #expect(try Self.run(folder, text).outcome.failed.count == 1)
  }

  /// A method that destroys what it should keep says so, in its record and under the table.
  @Test func collapseIsSaid() throws {
    let folder = Folder()
    let text = Self.text
      .replacingOccurrences(
        of: "{name: finetune, epochs: 1}", with: "{name: gradient-ascent, learning-rate: 1, gradient-clip: 1}"
      )
      .replacingOccurrences(of: "seed: 0..1", with: "seed: 0")
      .replacingOccurrences(of: "{epochs: 2,", with: "{epochs: 6,")
    let (plan, outcome) = try Self.run(folder, text)
    #expect(outcome.failed.isEmpty)
    let main = ExperimentReport(plan: plan, workspace: folder.workspace).tables[0].markdown()
    #expect(main.contains("gradient-ascent, seed 0: retain accuracy collapsed"), "\(main)")
  }

  /// A training run that was cut off after an epoch goes on from there and ends with the same bytes.
  @Test func trainingGoesOnFromItsSnapshot() throws {
    let whole = Folder(), cut = Folder()
    let text = Self.text.replacingOccurrences(of: "seed: 0..1", with: "seed: 0")
    let (plan, _) = try Self.run(whole, text)
    let train = plan.cells[0]
    guard case .train(let work) = train.work, let recipe = work.recipe else { throw CellError.missing("a recipe") }
    // The state after one of two epochs, left behind as a killed run would leave it.
    let directory = cut.workspace.partial(train.id)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let dataset = try Datasets(cut.workspace).load(plan.data.config), random = work.random.makeStream()
    let network = try Registry.architecture(work.model.name).build(
      input: dataset.shape, classCount: dataset.classCount, normalisation: dataset.normalisation,
      random: random.child("init"))
    #expect(throws: Stop.self) {
      try Learning.train(
        network, on: dataset.train.whole(), recipe: recipe, random: random,
        monitor: StopsAfterFirstEpoch(file: directory.appending(path: "snapshot.h5")))
    }
    _ = try Session(cut.workspace, quiet: true).run(plan)
    func bytes(_ folder: Folder) throws -> String {
      try SHA256.hex(ofFile: folder.workspace.cell(train.id).appending(path: "model.h5"))
    }
    #expect(try bytes(whole) == bytes(cut))
    // The run did go on: its record holds both epochs, its log only the second.
    let log = try String(contentsOf: cut.workspace.cell(train.id).appending(path: "metrics.jsonl"), encoding: .utf8)
    #expect(log.split(separator: "\n").count == 1)
    #expect(try CellRecord.read(from: cut.workspace.cell(train.id)).series.first?.x == [1, 2])
  }

  struct Stop: Error {}

  struct StopsAfterFirstEpoch: TrainingMonitor {
    let file: URL
    func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) throws {
      try snapshot().checkpoint().write(to: file)
      throw Stop()
    }
  }

  @Test func readOnlyResultsAreRefused() throws {
    let folder = Folder()
    try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    // A file where the folder should be: refused for every user, root included.
    try Data("x".utf8).write(to: folder.url.appending(path: "results"))
    #expect(throws: (any Error).self) { try Self.run(folder) }
    #expect(try String(contentsOf: folder.url.appending(path: "results"), encoding: .utf8) == "x")
  }

  @Test func missingDatasetNamesTheRemedy() throws {
    let folder = Folder()
    let text = Self.text.replacingOccurrences(
      of: "{name: glyphs, train: 400, test: 100}", with: "{name: mnist, path: /no/such.h5}")
    let error = #expect(throws: DatasetError.self) { try Self.run(folder, text) }
    #expect(error?.description.contains("/no/such.h5") == true)
    #expect(error?.description.contains("lethe data import mnist") == true)
  }
}
