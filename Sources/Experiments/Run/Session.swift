import Archive
import Foundation
import Importers
import Learning
import Results

/// What the command line does: every subcommand is one call.
public final class Session {
  let workspace: Workspace
  let progress: Progress
  let datasets: Datasets

  public init(_ workspace: Workspace, quiet: Bool = false) {
    self.workspace = workspace
    let progress = Progress(quiet: quiet)
    self.progress = progress
    datasets = Datasets(workspace) { progress.say($0) }
  }

  /// The plan of an experiment; nothing is written.
  public func plan(_ experiment: Experiment) throws -> Plan {
    try Plan.make(experiment, catalogue: Registry(), facts: datasets.facts)
  }

  /// Freezes the plan, then runs what is not there yet.
  ///
  /// Throws:    `Interrupted`; errors of data and disk. Failed cells are in the outcome.
  public func run(_ plan: Plan, threads: Int? = nil) throws -> PlanRunner.Outcome {
    var plan = plan
    try plan.freeze(to: workspace.plan(plan.name))
    if let threads { plan.compute.threads = threads }
    let started = Date()
    let outcome = try PlanRunner(plan: plan, workspace: workspace, datasets: datasets, progress: progress).run()
    progress.say(
      "\(outcome.computed.count) cells computed, \(outcome.found.count) found, \(outcome.failed.count) failed, "
        + "\(outcome.blocked.count) not run, in \(Progress.duration(Date().timeIntervalSince(started)))")
    return outcome
  }

  /// What a report left behind.
  public struct WrittenReport: Sendable {
    public let tables: [Table]
    public let index: URL
  }

  public func report(_ plan: Plan) async throws -> WrittenReport {
    let report = ExperimentReport(plan: plan, workspace: workspace)
    let written = try await report.write()
    for note in written.notes { progress.say(note) }
    return WrittenReport(tables: report.tables, index: written.index)
  }

  /// The plan that an experiment was frozen to, by its name or the file's path.
  public func frozenPlan(_ name: String) throws -> Plan {
    let isPath = name.hasSuffix(".json") || name.contains("/")
    return try Plan.load(from: isPath ? URL(fileURLWithPath: name) : workspace.plan(name))
  }

  public func status(ofExperiment name: String) throws -> PlanStatus {
    PlanStatus(try frozenPlan(name), store: RecordStore(root: workspace.results), workspace: workspace)
  }
}

extension Session {
  /// Imports a dataset and says what it got.
  public func importDataset(_ name: String, from folder: String?, to file: String?) throws -> String {
    guard let kind = DatasetKind(name: name) else {
      throw DatasetError(
        description: "there is no importer for '\(name)'"
          + (nearest(to: name, in: DatasetKind.allNames).map { " — did you mean '\($0)'?" } ?? "")
          + " (known: \(DatasetKind.allNames.joined(separator: ", ")))")
    }
    guard let source = folder ?? ProcessInfo.processInfo.environment["LETHE_DATA"] else {
      throw DatasetError(description: "say where the files are: --from FOLDER, or set LETHE_DATA")
    }
    let destination = file.map { URL(fileURLWithPath: $0) } ?? workspace.data.appending(path: "\(kind.name).h5")
    let imported = try Importers.importDataset(kind, from: kind.locate(in: URL(fileURLWithPath: source))) { state in
      progress.update("reading \(state.file) (\(state.position) of \(state.fileCount))")
    }
    try FileManager.default.createDirectory(
      at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
    try imported.write(to: destination)
    progress.clear()
    return try Self.describeDataset(destination.path)
  }

  /// Draws `glyphs` into a file.
  public func generate(variant: String, seed: Int, to file: String?) throws -> String {
    guard let kind = GlyphsVariant(rawValue: variant) else {
      let known = GlyphsVariant.allCases.map(\.rawValue)
      throw DatasetError(
        description: "glyphs has no variant '\(variant)'"
          + (nearest(to: variant, in: known).map { " — did you mean '\($0)'?" } ?? "")
          + " (known: \(known.joined(separator: ", ")))")
    }
    guard seed >= 0 else { throw DatasetError(description: "--seed must not be negative, found \(seed)") }
    let destination = file.map { URL(fileURLWithPath: $0) } ?? workspace.data.appending(path: "glyphs.h5")
    try FileManager.default.createDirectory(
      at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
    try DatasetFile(Glyphs.generate(variant: kind, seed: UInt64(seed))).write(to: destination)
    return try Self.describeDataset(destination.path)
  }

  /// A dataset file in words.
  public static func describeDataset(_ path: String) throws -> String {
    let summary = try DatasetSummary(reading: URL(fileURLWithPath: path))
    let lines = [
      path, "name      \(summary.name)", "classes   \(summary.classes.joined(separator: ", "))",
      "images    " + summary.imageShape.map(String.init).joined(separator: "×") + ", \(summary.trainCount) train, "
        + "\(summary.testCount) test", "mean, std \(summary.mean), \(summary.std)", "source    \(summary.source)",
      "sha256    \(summary.sha256)",
    ]
    return (lines + [summary.coverage.map { "coverage  \($0)" }].compactMap { $0 }).joined(separator: "\n")
  }

  /// A cell's record, or the contents of an HDF5 file.
  public func inspect(_ what: String) throws -> String {
    if what.hasSuffix(".h5") { return try describeFile(URL(fileURLWithPath: what)) }
    let record = try RecordStore(root: workspace.results).record(what)
    guard let record else {
      throw DatasetError(description: "there is no cell '\(what)' in \(workspace.cells.path)")
    }
    return String(decoding: try record.encoded(), as: UTF8.self)
  }

  private func describeFile(_ url: URL) throws -> String {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    var lines = [url.path]
    for name in try file.root.attributeNames { lines.append("  @\(name) = \(try file.root.attribute(name))") }
    func list(_ group: HDF5Group, indent: String) throws {
      for name in try group.names {
        if let child = try? group.group(name) {
          lines.append("\(indent)\(name)/")
          try list(child, indent: indent + "  ")
        } else {
          let dataset = try group.dataset(name)
          lines.append("\(indent)\(name) \(dataset.elementType) \(dataset.shape)")
        }
      }
    }
    try list(file.root, indent: "  ")
    return lines.joined(separator: "\n")
  }
}
