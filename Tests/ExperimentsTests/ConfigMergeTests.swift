import Foundation
import Learning
import Results
import Testing

@testable import Experiments

/// Groups, overrides and shorthands: what wins, and where errors point.
@Suite struct ConfigMergeTests {
  /// A folder with groups and an experiment, and the experiment's path.
  private func folder(_ text: String) throws -> (ConfigFolder, String) {
    let folder = try ConfigFolder()
    try folder.write("model: {name: convnet}\n", to: "_groups/model/small.yaml")
    try folder.write("recipe:\n  epochs: 10\n  momentum: 0.5\n", to: "_groups/recipe/standard.yaml")
    try folder.write("recipe: {epochs: 4}\n", to: "_groups/recipe/short.yaml")
    try folder.write("recipe:\n  momentum: heavy\n", to: "_groups/recipe/broken.yaml")
    try folder.write("use: {model: small}\nrecipe: {}\n", to: "_groups/recipe/nested.yaml")
    try folder.write(text, to: "x.yaml")
    return (folder, folder.path + "/x.yaml")
  }

  private func load(_ text: String, set overrides: [String] = []) throws -> Experiment {
    let (folder, path) = try folder(text)
    return try withExtendedLifetime(folder) {
      try Experiment.load(path: path, overrides: overrides, catalogue: SampleCatalogue())
    }
  }

  private func complaint(_ text: String, set overrides: [String] = []) throws -> String {
    let (folder, path) = try folder(text)
    return withExtendedLifetime(folder) {
      do {
        _ = try Experiment.load(path: path, overrides: overrides, catalogue: SampleCatalogue())
        return "no error"
      } catch { return "\(error)".replacingOccurrences(of: folder.path + "/", with: "") }
    }
  }

  private let rest = "data: glyphs\nattack: [{name: gradient-inversion}]\n"

  @Test func laterWins() throws {
    let base = try load("use: {model: small, recipe: standard}\n" + rest)
    #expect(base.model.name == "convnet" && base.recipe.epochs == 10 && base.recipe.momentum == 0.5)
    #expect(base.name == "x")
    let two = try load("use: {model: small, recipe: [standard, short]}\n" + rest)
    #expect(two.recipe.epochs == 4 && two.recipe.momentum == 0.5)
    let file = try load("use: {model: small, recipe: [standard, short]}\nrecipe: {epochs: 7}\n" + rest)
    #expect(file.recipe.epochs == 7 && file.recipe.momentum == 0.5)
    let set = try load(
      "use: {model: small, recipe: standard}\nrecipe: {epochs: 7}\n" + rest, set: ["recipe.epochs=9"])
    #expect(set.recipe.epochs == 9 && set.recipe.momentum == 0.5)
    let regrouped = try load("use: {model: small, recipe: standard}\n" + rest, set: ["use.recipe=short"])
    #expect(regrouped.recipe.epochs == 4 && regrouped.recipe.momentum == 0.9)
  }

  @Test func anotherComponentDropsTheOptionsOfTheEarlierOne() throws {
    let folder = try ConfigFolder()
    try folder.write("data: {name: glyphs, size: 32}\n", to: "_groups/data/large.yaml")
    func data(_ line: String) throws -> DataConfig {
      try folder.write("use: {data: large}\n\(line)\nmodel: mlp\nattack: gradient-inversion\n", to: "y.yaml")
      return try Experiment.load(path: folder.path + "/y.yaml", catalogue: SampleCatalogue()).data
    }
    #expect(try data("data: mnist") == DataConfig(name: "mnist"))
    #expect(try data("data: {path: here.h5}").options["size"] == .integer(32))
    #expect(try data("data: {path: here.h5}").path == "here.h5")
  }

  @Test func errorsPointIntoTheGroup() throws {
    #expect(
      try complaint("use: {model: small, recipe: broken}\n" + rest) == """
        _groups/recipe/broken.yaml:2:13: error: 'recipe.momentum': expected a number, found the string 'heavy'
          momentum: heavy
                    ^
        """)
  }

  @Test(arguments: [
    ("{modle: small}", "x.yaml:1:7: error: unknown group 'modle' in 'use' — did you mean 'model'?"),
    ("{zzzzzz: small}", "x.yaml:1:7: error: unknown group 'zzzzzz' in 'use' — groups: model, recipe"),
    ("{model: smal}", "x.yaml:1:14: error: unknown model group 'smal' — did you mean 'small'? (known: small)"),
    (
      "{recipe: zz}",
      "x.yaml:1:15: error: unknown recipe group 'zz' (known: broken, nested, short, standard)"
    ),
    ("{model: 3}", "x.yaml:1:14: error: 'use.model': expected the name of a group file, found 3"),
    ("small", "x.yaml:1:6: error: 'use': expected a mapping such as {model: small}, found the string 'small'"),
    (
      "{recipe: nested}",
      "_groups/recipe/nested.yaml:1:1: error: 'use' belongs in an experiment, not in a group"
    ),
  ]) func unknownGroups(use: String, expected: String) throws {
    let text = try complaint("use: \(use)\nmodel: convnet\n" + rest)
    let line = String(text.split(separator: "\n")[0])
    let wanted = expected.replacingOccurrences(of: "{model: small}, f", with: "{model: resnet18}, f")
    // The groups of `experiments/` are offered too where the tests run beside them: the list may be longer.
    let list = [" — groups: ", " (known: "].first { wanted.contains($0) } ?? "\n"
    let parts = wanted.components(separatedBy: list)
    #expect(parts.count == 1 ? line == wanted : line.hasPrefix(parts[0] + list))
    for name in parts.dropFirst().joined().components(separatedBy: ", ") where !name.isEmpty {
      #expect(line.contains(name.trimmingCharacters(in: [")"])), "\(line) lacks \(name)")
    }
  }

  @Test func missingFiles() throws {
    let (folder, path) = try folder("data: glyphs\n")
    func message(_ path: String) -> String {
      do {
        _ = try Experiment.load(path: path, catalogue: SampleCatalogue())
        return ""
      } catch { return "\(error)" }
    }
    try folder.write("", to: "quickstart.yaml")
    let near = folder.path + "/quikstart.yaml"
    #expect(
      message(near)
        == "\(near): error: there is no such experiment file — did you mean '\(folder.path)/quickstart.yaml'?")
    #expect(message(folder.path) == "\(folder.path): error: is a folder — name a YAML file")
    try Data([0xFF, 0xFE, 0x41]).write(to: URL(fileURLWithPath: path))
    #expect(message(path) == "\(path): error: is not UTF-8 text")
  }

  @Test func overridesReachEverything() throws {
    let changed = try experiment(
      sampleText,
      set: [
        "recipe.learning-rate=1e-3", "matrix.seed={train: 0..2, attack: 7}", "matrix.method.opc.epochs=9",
        "matrix.method.finetune.learning-rate=0.5", "matrix.method.0=gradient-ascent", "model=mlp",
        "compute.threads=2", "data.size=32", "forget={kind: random, count: 5}", "attack.1.ridge=0",
      ])
    #expect(changed.recipe.learningRate == 0.001)
    #expect(changed.seeds.map(\.train) == [0, 1, 2] && changed.seeds.allSatisfy { $0.attack == 7 && $0.split == 0 })
    #expect(changed.methods.map(\.name) == ["gradient-ascent", "finetune", "opc"])
    #expect(changed.methods[2].options["epochs"] == .integer(9))
    #expect(changed.methods[1].options["learning-rate"] == .number(0.5))
    #expect(changed.model.name == "mlp" && changed.compute.threads == 2)
    #expect(changed.data.options["size"] == .integer(32))
    #expect(changed.forget == .count(5))
    #expect(changed.recoveries[1].options["ridge"] == .integer(0))
  }

  @Test(arguments: [
    (
      "recipe.epochs=fast",
      "--set recipe.epochs: error: 'recipe.epochs': expected a whole number, found the string 'fast'"
    ),
    ("recipe.epocs=3", "--set recipe.epocs: error: unknown key 'epocs' in 'recipe' — did you mean 'epochs'?"),
    ("recpie.epochs=3", "--set recpie.epochs: error: unknown key 'recpie' — did you mean 'recipe'?"),
    ("recipe.epochs", "--set recipe.epochs: error: expected key=value, as in recipe.epochs=3"),
    ("recipe..epochs=3", "--set recipe..epochs: error: expected key=value, as in recipe.epochs=3"),
    ("name.x=3", "--set name.x: error: 'name' has no keys: it is the string 'sample'"),
    (
      "matrix.method.opx.epochs=3",
      "--set matrix.method.opx.epochs: error: no entry 'opx' in 'matrix.method' — did you mean 'opc'?"
    ),
    (
      "matrix.method.7.epochs=3",
      "--set matrix.method.7.epochs: error: no entry '7' in 'matrix.method' — entries: finetune, opc, retrain"
    ),
  ]) func overrideErrors(override: String, expected: String) {
    #expect(overriding(override) == "\(expected)\n--set \(override)")
  }

  private func overriding(_ override: String) -> String {
    do {
      _ = try experiment(sampleText, set: [override])
      return "no error"
    } catch { return "\(error)" }
  }
}
