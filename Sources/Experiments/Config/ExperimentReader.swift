import Foundation
import Learning
import Results

/// Reads a merged tree into an `Experiment`; goes on after a problem, so that a user sees all of them.
struct ExperimentReader {
  let catalogue: any Catalogue
  let report: ConfigReport
  var options: OptionsReader { OptionsReader(report: report) }

  static let keys = [
    "attack", "compute", "data", "description", "evaluate", "forget", "matrix", "model", "name", "recipe", "report",
    "tune", "tuned", "use",
  ]
  static let dataKeys = ["path", "validation"]

  /// Nil when there were problems, which are in `report`.
  func read(_ root: ConfigNode, defaultName: String) -> Experiment? {
    for entry in root.entries ?? [] where !Self.keys.contains(entry.key) {
      let remedy = Suggestion.remedy(for: entry.key, in: Self.keys, noun: "known keys")
      report.add("unknown key '\(entry.key)'\(remedy)", at: entry.keyLocation)
    }
    let name = name(root["name"], default: defaultName, at: root.location)
    let description = text(root["description"], name: "description")
    let data = data(root["data"], at: root.location)
    let model = required(root["model"], key: "model", example: "convnet", at: root.location).flatMap {
      choice($0, kind: "model", table: catalogue.models)
    }
    let recipe = options.read(TrainingRecipe.self, from: root["recipe"], owner: "recipe", at: root.location)
    let forget = root["forget"].flatMap(forget)
    let sheet = tunedSheet(root["tuned"], data: data, model: model, forget: forget)
    let (seeds, methods, written) = matrix(root["matrix"], sheet: sheet)
    let evaluations = choices(
      root["evaluate"], key: "evaluate", kind: "measurement", table: catalogue.evaluations.mapValues(\.component))
    let (recoveries, inversions) = attacks(root["attack"], methods: methods, forgets: root["forget"] != nil)
    let reportConfig = options.read(ReportConfig.self, from: root["report"], owner: "report", at: root.location)
    checkColumns(root["report"]?["columns"])
    let compute = options.read(ComputeConfig.self, from: root["compute"], owner: "compute", at: root.location)

    let tune = tune(root["tune"], methods: methods, written: written, data: data, forget: forget)

    let needsForgetting = !(methods.isEmpty && evaluations.isEmpty && recoveries.isEmpty)
    if root["forget"] == nil, needsForgetting {
      report.add(
        "there is no 'forget', which methods and measurements need — add one, as in "
          + "forget: {kind: class, classes: [0]}", at: root.location)
    }
    if !needsForgetting, inversions.isEmpty, report.problems.isEmpty {
      report.add(
        "there is nothing to do — list methods under 'matrix.method', or attacks under 'attack'", at: root.location)
    }
    guard report.problems.isEmpty, let name, let data, let model, let recipe, let seeds, let reportConfig, let compute
    else { return nil }
    var experiment = Experiment(
      name: name, description: description, data: data, model: model, recipe: recipe, forget: forget, seeds: seeds,
      methods: methods, evaluations: evaluations, recoveries: recoveries, inversions: inversions.map(\.choice),
      report: reportConfig, compute: compute)
    experiment.tune = tune
    experiment.places.tune = root["tune"]?.location ?? root.location
    experiment.places.written = written
    experiment.places.forget = root["forget"]?.location ?? root.location
    for inversion in inversions { experiment.places.images[inversion.choice.attack.label] = inversion.imagesPlace }
    return experiment
  }

  func required(_ node: ConfigNode?, key: String, example: String, at location: SourceLocation) -> ConfigNode? {
    if let node, node.isPresent { return node }
    report.add("there is no '\(key)' — add one, as in \(key): \(example)", at: node?.location ?? location)
    return nil
  }

  func text(_ node: ConfigNode?, name: String) -> String? {
    guard let node, node.isPresent else { return nil }
    if let text = node.string { return text }
    report.add("'\(name)': expected a text, found \(node.found)", at: node.location)
    return nil
  }

  private func name(_ node: ConfigNode?, default defaultName: String, at location: SourceLocation) -> String? {
    let name: String
    if let node, node.isPresent {
      guard let text = text(node, name: "name") else { return nil }
      name = text
    } else {
      name = defaultName
    }
    // It becomes a folder; `cells` is where finished cells live.
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
    }
    if isPlain, !name.isEmpty, !name.hasPrefix("."), name != "cells" { return name }
    report.add(
      "'name' becomes a folder under results/: use letters, digits, '-', '_' and '.', and not 'cells'; "
        + "found '\(name)'", at: node?.location ?? location)
    return nil
  }

  private func data(_ node: ConfigNode?, at location: SourceLocation) -> DataConfig? {
    guard let node = required(node, key: "data", example: "glyphs", at: location) else { return nil }
    guard let choice = choice(node, kind: "dataset", table: catalogue.datasets, ownKeys: Self.dataKeys) else {
      return nil
    }
    var data = DataConfig(name: choice.name, options: choice.options)
    data.path = text(node["path"], name: "data.path")
    if let validation = node["validation"], validation.isPresent {
      let shape = OptionShape.number(0...0.9)
      data.validation = shape.value(of: validation, name: "data.validation", report: report)?.doubleValue ?? 0
    }
    return data
  }

  private func checkColumns(_ node: ConfigNode?) {
    let known = catalogue.reportColumns
    for column in node?.elements ?? [] {
      guard !known.isEmpty, let name = column.string, !known.contains(name) else { continue }
      report.add(
        "unknown column '\(name)'\(Suggestion.remedy(for: name, in: known, noun: "known columns"))",
        at: column.location)
    }
  }
}
