import Archive
import Foundation
import Results

extension Tuning {
  /// The name under which `recipe: tuned` looks for the sheet.
  var sheetName: String { "\(experiment.data.name)-\(experiment.model.name)" }

  /// The sheet: a group file with the recipe of the originals and the chosen options. Of namesakes, the best.
  ///
  /// Throws:    `EncodingError`, for a number that JSON cannot hold
  func sheet() throws -> String {
    var lines = [
      "# Written by `lethe tune` (\(experiment.name)): \(schedule.description) for every method.",
      "# Data options \(experiment.data.options.canonicalText), \(experiment.data.validation) of each class held out.",
      "# Use it with `recipe: tuned`, or under another name with `use: {tuned: NAME}`.",
      "recipe:",
    ]
    if case .object(let members) = try JSONValue.exact(experiment.recipe) {
      lines += members.keys.sorted().map { "  \($0): \(members[$0]?.canonicalText ?? "null")" }
    }
    lines += ["tuned:", "  data: \(experiment.data.name)", "  model: \(experiment.model.name)"]
    if let forget = experiment.forget {
      lines.append("  forget: \(try JSONValue.exact(ForgetSpec(request: forget)).canonicalText)")
    }
    lines.append("  methods:")
    for name in distinctNames { lines += entry(name) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var distinctNames: [String] {
    draws.map(\.method.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func entry(_ name: String) -> [String] {
    let candidates = draws.filter { $0.method.name == name }.compactMap { draw in
      best(draw.method.label).map { (draw, $0) }
    }
    let order = SearchSchedule.best(candidates.map { ($0.1.objective?.score, $0.1.gradients) }, keep: 1)
    guard let place = order.first, let objective = candidates[place].1.objective else {
      return ["    # \(name): every run with all epochs failed"]
    }
    let (draw, run) = candidates[place]
    let keys = run.trial.searched + draw.written.subtracting(run.trial.searched).sorted()
    let options = keys.map { "\($0): \(run.trial.method.options[$0]?.canonicalText ?? "null")" }
    let numbers = [objective.score, objective.forgetAccuracy, objective.retention]
      .map { NumberFormat.fixed(4).text($0) }
    return [
      "    # score \(numbers[0]), forget accuracy \(numbers[1]) %, retention \(numbers[2]) %",
      "    \(name): {\(options.joined(separator: ", "))}",
    ]
  }
}

extension Session {
  /// What a search left behind.
  public struct WrittenTuning: Sendable {
    public let tables: [Table]
    public let index: URL
    public let sheet: URL
  }

  /// Writes tables, page and sheet under `results/<name>/tuning/`, and the sheet to a second place if one is given.
  ///
  /// Throws:    `ArchiveError`, for what the file system refuses
  public func write(_ tuning: Tuning, sheet copy: String? = nil) async throws -> WrittenTuning {
    let folder = workspace.experiment(tuning.experiment.name).appending(path: "tuning")
    let ids = tuning.runs.flatMap(\.cells).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let records = RecordStore(root: workspace.results).load(ids: ids).records
    let report = Report(
      title: "\(tuning.experiment.name): tuning", subtitle: tuning.experiment.description ?? "",
      provenance: [("budget for every method", tuning.schedule.description)] + Report.provenance(of: records),
      tables: tuning.tables, cells: records, reproduce: "lethe tune experiments/\(tuning.experiment.name).yaml",
      cellsPath: "../../cells")
    let written = try await report.write(to: folder)
    let sheet = folder.appending(path: "\(tuning.sheetName).yaml"), text = try tuning.sheet()
    try AtomicFile.write(text, to: sheet)
    if let copy {
      let place = URL(fileURLWithPath: copy)
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try AtomicFile.write(text, to: place)
    }
    return WrittenTuning(tables: report.tables, index: written.index, sheet: sheet)
  }
}
