import Foundation

extension Experiment {
  /// The experiment of a file, with what it uses and what the command line sets.
  ///
  /// Later wins: the groups in the order of `use`, then the file, then `overrides`.
  ///
  /// - Parameters:
  ///   - path: the YAML file; errors name it as given.
  ///   - overrides: `key=value`, as after `--set`.
  ///   - catalogue: what can be named.
  /// Throws:    `ConfigErrors`, with every problem found
  public static func load(path: String, overrides: [String] = [], catalogue: any Catalogue) throws -> Experiment {
    let report = ConfigReport()
    guard let text = SourceFile.read(path, kind: "experiment", report: report) else { throw report.errors }
    return try read(text, path: path, overrides: overrides, catalogue: catalogue, report: report)
  }

  /// The experiment of a text; `path` is its name in errors, and groups are looked for beside it.
  ///
  /// Throws:    `ConfigErrors`, with every problem found
  public static func parse(
    _ text: String, path: String, overrides: [String] = [], catalogue: any Catalogue
  ) throws -> Experiment {
    try read(text, path: path, overrides: overrides, catalogue: catalogue, report: ConfigReport())
  }

  private static func read(
    _ text: String, path: String, overrides: [String], catalogue: any Catalogue, report: ConfigReport
  ) throws -> Experiment {
    report.sources.add(text, path: path)
    let parsed = overrides.compactMap { ConfigOverride($0, report: report) }
    guard
      let file = ConfigNode.parse(
        text, report: report, place: { .file(path: path, line: $0, column: $1) })
    else { throw report.errors }
    guard file.entries != nil else {
      report.add("expected a mapping with keys such as 'data' and 'model', found \(file.found)", at: file.location)
      throw report.errors
    }

    // `use` is settled first: it decides what the other values are laid over.
    var own = file
    let isSettledFirst = { (override: ConfigOverride) in
      override.path.first == "use" || (override.path == ["recipe"] && override.value.string != nil)
    }
    for override in parsed where isSettledFirst(override) { own = override.applied(to: own, report: report) }
    // `recipe: tuned` stands for a sheet, and leaves the recipe of the groups as it is.
    let asked = own["recipe"].flatMap { $0.string == TunedSheet.keyword ? $0 : nil }
    if asked != nil { own = ConfigNode(.mapping((own.entries ?? []).filter { $0.key != "recipe" }), at: own.location) }
    let groups = ConfigGroups(experimentPath: path, report: report)
    var root = ConfigNode(.mapping([]), at: file.location)
    for layer in groups.layers(of: own["use"]) + [own] {
      root = root.mergedAsRoot(with: layer.expandingNames(at: ["data", "model"]))
    }
    for override in parsed where !isSettledFirst(override) { root = override.applied(to: root, report: report) }
    root = root.expandingNames(at: ["data", "model"])
    if let asked, let data = root["data"]?["name"]?.string, let model = root["model"]?["name"]?.string,
      let sheet = groups.tunedSheet(data: data, model: model, asked: asked)
    {
      root = sheet.mergedAsRoot(with: root)
    }

    let stem = (URL(fileURLWithPath: path).lastPathComponent as NSString).deletingPathExtension
    let experiment = ExperimentReader(catalogue: catalogue, report: report).read(root, defaultName: stem)
    try report.check()
    guard var experiment else { throw report.errors }
    experiment.places.sources = report.sources
    return experiment
  }
}

extension ConfigReport {
  /// The problems as an error.
  var errors: ConfigErrors {
    do { try check() } catch { return error }
    preconditionFailure("asked for errors where there are none")
  }
}

/// Reads text files, with problems that name the file.
enum SourceFile {
  static func read(_ path: String, kind: String, report: ConfigReport) -> String? {
    let location = SourceLocation.wholeFile(path: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      let folder = (path as NSString).deletingLastPathComponent
      let siblings = yamlStems(in: folder.isEmpty ? "." : folder)
      let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      let remedy = Suggestion.nearest(to: stem, in: siblings).map {
        " — did you mean '\((folder as NSString).appendingPathComponent($0 + ".yaml"))'?"
      }
      report.add("there is no such \(kind) file\(remedy ?? "")", at: location)
      return nil
    }
    guard !isFolder.boolValue else {
      report.add("is a folder — name a YAML file", at: location)
      return nil
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      report.add("cannot be read — check its permissions", at: location)
      return nil
    }
    guard let text = String(data: data, encoding: .utf8) else {
      report.add("is not UTF-8 text", at: location)
      return nil
    }
    return text
  }

  /// The names of the YAML files in a folder, without their ending.
  static func yamlStems(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
