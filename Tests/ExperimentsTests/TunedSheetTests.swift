import Foundation
import Learning
import Results
import Testing

@testable import Experiments

/// Sheets of tuned options: what they give, what wins over them, and what is said when they do not fit.
@Suite struct TunedSheetTests {
  private static let sheet = """
    recipe: {epochs: 4, learning-rate: 0.2}
    tuned:
      data: glyphs
      model: convnet
      forget: {kind: class, classes: [0, 1]}
      methods:
        finetune: {learning-rate: 0.03, epochs: 2}
        opc: {coefficient: 2, learning-rate: 0.005, epochs: 1}
    """

  private static let text = """
    use: {recipe: base}
    data: {name: glyphs, train: 400, test: 100}
    model: convnet
    recipe: tuned
    forget: {kind: class, classes: [2]}
    matrix: {method: [retrain, finetune, {name: opc, learning-rate: 0.02}]}
    """

  private func folder(_ text: String, sheet: String = sheet) throws -> ConfigFolder {
    let folder = try ConfigFolder()
    try folder.write(sheet, to: "_groups/tuned/glyphs-convnet.yaml")
    try folder.write(sheet, to: "_groups/tuned/other.yaml")
    try folder.write("recipe: {epochs: 9, momentum: 0.5}\n", to: "_groups/recipe/base.yaml")
    try folder.write(text, to: "x.yaml")
    return folder
  }

  private func load(_ text: String = text, sheet: String = sheet, set overrides: [String] = []) throws -> Experiment {
    let folder = try folder(text, sheet: sheet)
    return try withExtendedLifetime(folder) {
      try Experiment.load(path: folder.path + "/x.yaml", overrides: overrides, catalogue: Registry())
    }
  }

  private func complaint(_ text: String = text, sheet: String = sheet, set overrides: [String] = []) throws -> String {
    let folder = try folder(text, sheet: sheet)
    return withExtendedLifetime(folder) {
      do {
        _ = try Experiment.load(path: folder.path + "/x.yaml", overrides: overrides, catalogue: Registry())
        return "no error"
      } catch {
        let text = "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
        return String(text.split(separator: "\n")[0])
      }
    }
  }

  private func options(_ experiment: Experiment, _ name: String) -> JSONValue? {
    experiment.methods.first { $0.name == name }?.options
  }

  @Test func plainNamesTakeTunedOptionsAndExplicitOnesWin() throws {
    let experiment = try load()
    #expect(options(experiment, "finetune")?["learning-rate"] == 0.03)
    #expect(options(experiment, "finetune")?["epochs"] == 2)
    let opc = try #require(options(experiment, "opc"))
    #expect(opc["coefficient"] == 2 && opc["learning-rate"] == 0.02 && opc["epochs"] == 1)
    #expect(opc["gradient-clip"] == 1, "defaults where neither says anything")
    #expect(experiment.methods.map(\.label) == ["retrain", "finetune", "opc"])
    // Groups and the file are laid over the sheet's recipe.
    #expect(experiment.recipe.epochs == 9 && experiment.recipe.learningRate == 0.2 && experiment.recipe.momentum == 0.5)
    #expect(try load(set: ["matrix.method.finetune.epochs=7"]).methods[1].options["epochs"] == 7)
  }

  @Test func theSheetIsNamedInThreeWays() throws {
    let plain = Self.text.replacingOccurrences(of: "recipe: tuned\n", with: "")
    #expect(options(try load(plain), "finetune")?["epochs"] == 10)
    let named = plain.replacingOccurrences(of: "{recipe: base}", with: "{tuned: other, recipe: base}")
    #expect(try load(named).methods == load().methods)
    #expect(try load(plain, set: ["recipe=tuned"]).methods == load().methods)
  }

  @Test func sheetsThatDoNotFitAreRefused() throws {
    #expect(
      try complaint(Self.text.replacingOccurrences(of: "[retrain, finetune,", with: "[retrain, salun, finetune,"))
        == "x.yaml:6:28: error: the method 'salun' is not in the tuned sheet (finetune, opc) — tune it with "
        + "`lethe tune`, or give its options here")
    #expect(
      try complaint(
        Self.text.replacingOccurrences(of: "[retrain, finetune,", with: "[retrain, {name: salun, epochs: 1}, finetune,")
      )
        == "no error")
    // The sheets of this project, under experiments/, are known here, too.
    let absent = try complaint(set: ["model=mlp"])
    #expect(
      absent.hasPrefix("x.yaml:4:9: error: 'recipe: tuned' needs a sheet for 'glyphs' and 'mlp', and there is no "))
    #expect(
      absent.contains(
        "_groups/tuned/glyphs-mlp.yaml — make it with `lethe tune`, or name one under use: {tuned: …} (known: "))
    #expect(absent.contains("glyphs-convnet") && absent.contains("other"))
    let named = Self.text.replacingOccurrences(of: "recipe: tuned\n", with: "")
      .replacingOccurrences(of: "{recipe: base}", with: "{tuned: other}")
    #expect(
      try complaint(named, set: ["model=mlp"])
        == "_groups/tuned/other.yaml:4:10: error: the tuned sheet is for model 'convnet', and this experiment has 'mlp' "
        + "— tune again with `lethe tune`, or do not use this sheet")
    #expect(
      try complaint(Self.text.replacingOccurrences(of: "{kind: class, classes: [2]}", with: "{kind: random, count: 9}"))
        == "_groups/tuned/glyphs-convnet.yaml:5:11: error: the tuned sheet is for a forget request of kind 'class', and "
        + "this experiment has 'random' — tune again with `lethe tune`, or do not use this sheet")
    #expect(
      try complaint(
        Self.text.replacingOccurrences(
          of: "{kind: class, classes: [2]}", with: "{kind: class, classes: [2], fraction: 0.5}"))
        == "_groups/tuned/glyphs-convnet.yaml:5:11: error: the tuned sheet is for forgetting whole classes, and this "
        + "experiment forgets part of the samples of classes — tune again with `lethe tune`, or do not use this sheet")
    let misspelt = Self.sheet.replacingOccurrences(of: "finetune: {learning-rate:", with: "finetune: {lerning-rate:")
    #expect(
      try complaint(sheet: misspelt)
        == "_groups/tuned/glyphs-convnet.yaml:7:16: error: unknown key 'lerning-rate' in 'finetune' — did you mean "
        + "'learning-rate'?")
    let keyless = Self.sheet.replacingOccurrences(of: "  model: convnet\n", with: "")
    #expect(try complaint(sheet: keyless).hasSuffix("'tuned' has no 'model' — a sheet says what it was tuned on"))
  }

  @Test func tuneSectionsAreChecked() throws {
    let tuned = Self.text.replacingOccurrences(of: "recipe: tuned\n", with: "tune: {trials: 3, epochs: 2}\n")
    #expect(
      try complaint(tuned)
        == "x.yaml:4:7: error: 'tune' chooses by held-out samples, and there are none — set 'data.validation', as in "
        + "data: {name: glyphs, validation: 0.1}")
    let held = tuned.replacingOccurrences(of: "test: 100}", with: "test: 100, validation: 0.2}")
    let experiment = try load(held)
    #expect(experiment.tune?.budget.trials == 3 && experiment.tune?.budget.search == .random)
    #expect(experiment.places.written == ["retrain": [], "finetune": [], "opc": ["learning-rate"]])
    func changed(_ section: String) throws -> String {
      try complaint(held.replacingOccurrences(of: "{trials: 3, epochs: 2}", with: section))
    }
    #expect(try changed("{trails: 3}") == "x.yaml:4:8: error: unknown key 'trails' in 'tune' — did you mean 'trials'?")
    #expect(try changed("{trials: 0}").contains("'tune.trials' must be"))
    #expect(
      try changed("{sensitivity: {opc: [coeficient]}}").hasSuffix(
        "expected something to sweep, found the string 'coeficient' — did you mean 'coefficient'?"))
    #expect(try changed("{sensitivity: {ocp: [coefficient]}}").contains("names 'ocp', which is not in 'matrix.method'"))
    let long = held.replacingOccurrences(of: "name: opc,", with: "name: opc, epochs: 5,")
    #expect(try complaint(long).contains("'opc' has epochs: 5, and the budget grants a trial 2"))
    // Requests that no held-out sample is like, or whose checks are of a part.
    func judged(_ request: String) throws -> String {
      try complaint(held.replacingOccurrences(of: "{kind: class, classes: [2]}", with: request))
    }
    let end = ", and give the options that it finds under 'matrix.method'"
    #expect(
      try judged("{kind: sequence, requests: [{kind: class, classes: [1]}, {kind: random, count: 9}]}")
        == "x.yaml:4:7: error: 'tune' cannot judge a sequence: a run's checks are of its last request alone — tune on one "
        + "of its requests" + end)
    #expect(
      try judged("{kind: class, classes: [2], fraction: 0.5}")
        == "x.yaml:4:7: error: 'tune' cannot judge a share of some classes: a run is checked on held-out samples of all "
        + "classes together — tune on the whole classes, or on random samples" + end)
    for (request, name) in [
      ("{kind: hardest, count: 9}", "the hardest samples"), ("{kind: easiest, fraction: 0.1}", "the easiest samples"),
      ("{kind: cluster, clusters: 3, cluster: 0}", "a cluster"),
    ] {
      #expect(try judged(request).hasPrefix("x.yaml:4:7: error: 'tune' cannot judge \(name): held-out samples are no"))
      #expect(try judged(request).hasSuffix("tune on as many random samples" + end))
    }
    for request in [
      "{kind: random, count: 9}", "{kind: indices, indices: [4, 7]}", "{kind: noisy-labels, fraction: 0.1}",
    ] {
      #expect(try judged(request) == "no error")
    }
    #expect(throws: TuneError.self) {
      try Session(Workspace(), quiet: true).requireTuning(
        load(Self.text.replacingOccurrences(of: "recipe: tuned\n", with: "")))
    }
  }
}
