import Foundation
import Testing

@testable import Experiments

/// Every wording with its place.
@Suite struct ConfigErrorTests {
  @Test func theSampleIsGood() { #expect(complaint(sampleText) == "no error") }

  @Test func unknownKeyWithExcerpt() {
    #expect(
      complaint(sample("recipe", "recipe:\n  bacth-size: 128")) == """
        x.yaml:5:3: error: unknown key 'bacth-size' in 'recipe' — did you mean 'batch-size'?
          bacth-size: 128
          ^
        """)
  }

  @Test(arguments: [
    ("{lr: 1}", "x.yaml:4:10: error: unknown key 'lr' in 'recipe' — did you mean 'learning-rate'?"),
    ("{learningRate: 1}", "x.yaml:4:10: error: unknown key 'learningRate' in 'recipe' — did you mean 'learning-rate'?"),
    ("{learning-rate: fast}", "x.yaml:4:25: error: 'recipe.learning-rate': expected a number, found the string 'fast'"),
    ("{learning-rate: '0.1'}", "x.yaml:4:25: error: 'recipe.learning-rate': expected a number, found the string '0.1'"),
    ("{learning-rate: 5000}", "x.yaml:4:25: error: 'recipe.learning-rate' must be a number from 0 to 1000, found 5000"),
    ("{learning-rate: .nan}", "x.yaml:4:25: error: 'recipe.learning-rate' must be a number from 0 to 1000, found nan"),
    ("{learning-rate: [1]}", "x.yaml:4:25: error: 'recipe.learning-rate': expected a number, found a list"),
    ("{epochs: 2.5}", "x.yaml:4:18: error: 'recipe.epochs': expected a whole number, found 2.5"),
    ("{epochs: -1}", "x.yaml:4:18: error: 'recipe.epochs' must be a whole number from 0 to 10000, found -1"),
    ("{epochs: null}", "x.yaml:4:18: error: 'recipe.epochs': expected a whole number, found nothing"),
    ("{nesterov: yes}", "x.yaml:4:20: error: 'recipe.nesterov': expected true or false, found the string 'yes'"),
    ("{optimizer: sdg}", "x.yaml:4:21: error: unknown value 'sdg' for 'recipe.optimizer' — did you mean 'sgd'?"),
    ("{optimizer: zzz}", "x.yaml:4:21: error: unknown value 'zzz' for 'recipe.optimizer' — one of: adam, adamw, sgd"),
    ("{optimizer: 3}", "x.yaml:4:21: error: 'recipe.optimizer': expected one of sgd, adam, adamw, found 3"),
    (
      "{milestones: [1, x]}",
      "x.yaml:4:26: error: 'recipe.milestones[1]': expected a whole number, found the string 'x'"
    ),
    ("{milestones: 3}", "x.yaml:4:22: error: 'recipe.milestones': expected a list of whole numbers, found 3"),
    (
      "{gradient-clip: big}",
      "x.yaml:4:25: error: 'recipe.gradient-clip': expected a number, found the string 'big'"
    ),
    ("fast", "x.yaml:4:9: error: 'recipe': expected a mapping, found the string 'fast'"),
  ]) func recipes(value: String, expected: String) {
    #expect(firstLine(sample("recipe", "recipe: \(value)")) == expected)
  }

  @Test(arguments: [
    ("data", "data: mnsit", "x.yaml:2:7: error: unknown dataset 'mnsit' — did you mean 'mnist'?"),
    ("data", "data: svhn", "x.yaml:2:7: error: unknown dataset 'svhn' — known datasets: cifar10, glyphs, mnist"),
    (
      "data", "data: {name: glyphs, validation: 2}",
      "x.yaml:2:34: error: 'data.validation' must be a number from 0 to 0.9, found 2"
    ),
    (
      "data", "data: {name: glyphs, siez: 32}",
      "x.yaml:2:22: error: unknown key 'siez' in 'glyphs' — did you mean 'size'?"
    ),
    ("data", "data: {size: 28}", "x.yaml:2:7: error: this dataset has no 'name' — one of: cifar10, glyphs, mnist"),
    ("model", "model: resnet-20", "x.yaml:3:8: error: unknown model 'resnet-20' — did you mean 'resnet20'?"),
    (
      "model", "model: [convnet]",
      "x.yaml:3:8: error: expected the name of a model, or a mapping with 'name' and options, found a list"
    ),
    (
      "model", "model: {name: convnet, width: 3}",
      "x.yaml:3:24: error: unknown key 'width' in 'convnet' — known keys: label, name"
    ),
    ("model", "", "x.yaml:1:1: error: there is no 'model' — add one, as in model: convnet"),
    ("evaluate", "evaluate: [acuracy]", "x.yaml:9:12: error: unknown measurement 'acuracy' — did you mean 'accuracy'?"),
    (
      "attack", "attack: [recover-haed]",
      "x.yaml:10:10: error: unknown attack 'recover-haed' — did you mean 'recover-head'?"
    ),
    (
      "attack", "attack: [{name: recover-head, ridge: -1}]",
      "x.yaml:10:38: error: 'recover-head.ridge' must be a number of at least 0, found -1"
    ),
    ("report", "report: {columns: [UA, TAA]}", "x.yaml:11:24: error: unknown column 'TAA' — did you mean 'TA'?"),
    (
      "report", "report: {rows: methods}",
      "x.yaml:11:16: error: unknown value 'methods' for 'report.rows' — did you mean 'method'?"
    ),
    (
      "report", "compute: {threads: -2}",
      "x.yaml:11:20: error: 'compute.threads' must be a whole number from 0 to 1024, found -2"
    ),
    ("report", "reprot: {}", "x.yaml:11:1: error: unknown key 'reprot' — did you mean 'report'?"),
    (
      "report", "zzz: 1",
      "x.yaml:11:1: error: unknown key 'zzz' — known keys: attack, compute, data, description, evaluate, forget, "
        + "matrix, model, name, recipe, report, tune, tuned, use"
    ),
    (
      "name", "name: a/b",
      "x.yaml:1:7: error: 'name' becomes a folder under results/: use letters, digits, '-', '_' and '.', and not "
        + "'cells'; found 'a/b'"
    ),
    (
      "name", "name: cells",
      "x.yaml:1:7: error: 'name' becomes a folder under results/: use letters, digits, '-', '_' and '.', and not "
        + "'cells'; found 'cells'"
    ),
    ("name", "name: [a]", "x.yaml:1:7: error: 'name': expected a text, found a list"),
  ]) func components(start: String, line: String, expected: String) {
    #expect(firstLine(sample(start, line)) == expected)
  }

  @Test(arguments: [
    ("{kind: class, classes: []}", "x.yaml:5:32: error: 'forget.classes' is empty"),
    ("{kind: class, classes: [1, 1]}", "x.yaml:5:36: error: 'forget.classes' lists 1 twice"),
    (
      "{kind: class, classes: 3}",
      "x.yaml:5:32: error: 'forget.classes': expected a list of whole numbers, found 3"
    ),
    (
      "{kind: class, classes: [-1]}",
      "x.yaml:5:33: error: 'forget.classes[0]' must be a whole number of at least 0, found -1"
    ),
    (
      "{kind: clas, classes: [1]}", "x.yaml:5:16: error: unknown value 'clas' for 'forget.kind' — did you mean 'class'?"
    ),
    (
      "{classes: [1]}",
      "x.yaml:5:9: error: 'forget' has no 'kind' — one of: class, cluster, easiest, hardest, indices, "
        + "noisy-labels, random, sequence"
    ),
    ("{kind: class}", "x.yaml:5:9: error: 'forget' of kind 'class' needs 'classes'"),
    (
      "{kind: indices, fraction: 0.1}",
      "x.yaml:5:25: error: unknown key 'fraction' in 'forget' of kind 'indices' — known keys: indices, kind"
    ),
    ("{kind: random}", "x.yaml:5:9: error: 'forget' of kind 'random' needs 'fraction' or 'count'"),
    (
      "{kind: random, fraction: 0.1, count: 3}",
      "x.yaml:5:9: error: 'forget' of kind 'random' takes one of 'fraction' or 'count', not both"
    ),
    ("{kind: random, fraction: 1}", "x.yaml:5:34: error: 'forget.fraction' must lie between 0 and 1, found 1"),
    (
      "{kind: random, count: 0}",
      "x.yaml:5:31: error: 'forget.count' must be a whole number of at least 1, found 0"
    ),
    (
      "cats",
      "x.yaml:5:9: error: 'forget': expected a mapping such as {kind: class, classes: [0]}, found the string 'cats'"
    ),
  ]) func forgetting(value: String, expected: String) {
    #expect(firstLine(sample("forget", "forget: \(value)")) == expected)
  }

  @Test(arguments: [
    ("seed: 4..0", "x.yaml:7:9: error: 'matrix.seed' runs backwards: 4..0 — write 0..4"),
    (
      "seed: -1",
      "x.yaml:7:9: error: 'matrix.seed': expected a whole number of at least 0, a range such as 0..4 or a list, "
        + "found -1"
    ),
    ("seed: 0..100000", "x.yaml:7:9: error: 'matrix.seed' asks for more than 1000 runs"),
    ("seed: [1, 1]", "x.yaml:7:9: error: 'matrix.seed' names a seed twice"),
    ("seed: []", "x.yaml:7:9: error: 'matrix.seed' is empty — give at least one seed"),
    ("seed: {tain: 0}", "x.yaml:7:10: error: unknown key 'tain' in 'matrix.seed' — did you mean 'train'?"),
    ("sede: 0", "x.yaml:7:3: error: unknown key 'sede' in 'matrix' — did you mean 'seed'?"),
    ("method: [opcc]", "x.yaml:7:12: error: unknown method 'opcc' — did you mean 'opc'?"),
    ("method: [ga]", "x.yaml:7:12: error: unknown method 'ga' — did you mean 'gradient-ascent'?"),
    (
      "method: [zzzz]",
      "x.yaml:7:12: error: unknown method 'zzzz' — known methods: finetune, gradient-ascent, opc, retrain"
    ),
    ("method: [{name: opc, epocs: 3}]", "x.yaml:7:24: error: unknown key 'epocs' in 'opc' — did you mean 'epochs'?"),
    (
      "method: [{epochs: 3}]",
      "x.yaml:7:12: error: this method has no 'name' — one of: finetune, gradient-ascent, opc, retrain"
    ),
    (
      "method: [opc, opc]",
      "x.yaml:7:17: error: 'opc' is listed twice with the same options — remove one, or change an option"
    ),
    (
      "method: [opc, {name: finetune, label: opc}]",
      "x.yaml:7:17: error: the label 'opc' is used twice — labels must differ"
    ),
  ]) func matrices(line: String, expected: String) {
    let text = sampleText.replacingOccurrences(
      of: "  seed: 0..1\n  method: [retrain, finetune, {name: opc, epochs: 5}]", with: "  " + line)
    #expect(firstLine(text) == expected)
  }

  @Test(arguments: [
    ("target: udpate", "error: unknown value 'udpate' for 'gradient-inversion.target' — did you mean 'update'?"),
    ("target: gradient, methods: [opc]", "error: 'gradient-inversion.methods' applies to target: update"),
    ("network: untrained", "error: 'gradient-inversion.network' applies to target: gradient"),
    ("images: 0", "error: 'gradient-inversion.images' must be a whole number from 1 to 10000, found 0"),
    (
      "images: few",
      "error: 'gradient-inversion.images': expected a count or a list of positions, found the string 'few'"
    ),
    ("images: [3, 3]", "error: 'gradient-inversion.images' lists 3 twice"),
    ("methods: [opcc]", "error: unknown method 'opcc' — did you mean 'opc'?"),
    ("iteratoins: 3", "error: unknown key 'iteratoins' in 'gradient-inversion' — did you mean 'iterations'?"),
    ("imges: 3", "error: unknown key 'imges' in 'gradient-inversion' — did you mean 'images'?"),
  ]) func inversions(keys: String, expected: String) {
    let line = firstLine(sample("attack", "attack: [{name: gradient-inversion, \(keys)}]"))
    #expect(line.hasPrefix("x.yaml:10:") && line.hasSuffix(expected), "\(line)")
  }

  @Test func whatIsMissing() {
    #expect(
      firstLine(sample("forget", ""))
        == "x.yaml:1:1: error: there is no 'forget', which methods and measurements need — add one, as in "
        + "forget: {kind: class, classes: [0]}")
    #expect(
      firstLine("data: glyphs\nmodel: convnet\n")
        == "x.yaml:1:1: error: there is nothing to do — list methods under 'matrix.method', or attacks under 'attack'")
    #expect(
      firstLine("data: glyphs\nmodel: convnet\nattack: [{name: gradient-inversion, target: update}]\n")
        == "x.yaml:3:10: error: 'gradient-inversion' attacks the updates of methods, and there are none — list some "
        + "under 'methods', or set target: gradient")
  }

  @Test func allProblemsAreListedInTheOrderOfTheFile() {
    let text = sample("recipe", "recipe: {epochs: many, momentun: 0.9}").replacingOccurrences(
      of: "data: glyphs", with: "data: glyfs")
    #expect(
      complaint(text) == """
        x.yaml:2:7: error: unknown dataset 'glyfs' — did you mean 'glyphs'?
        data: glyfs
              ^
        x.yaml:4:18: error: 'recipe.epochs': expected a whole number, found the string 'many'
        recipe: {epochs: many, momentun: 0.9}
                         ^
        x.yaml:4:24: error: unknown key 'momentun' in 'recipe' — did you mean 'momentum'?
        recipe: {epochs: many, momentun: 0.9}
                               ^
        """)
  }
}
