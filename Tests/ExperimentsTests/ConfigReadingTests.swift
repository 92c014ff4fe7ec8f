import Learning
import Results
import Testing

@testable import Experiments

/// What a good file means.
@Suite struct ConfigReadingTests {
  @Test func theSample() throws {
    let sample = try experiment(sampleText)
    #expect(
      sample.name == "sample" && sample.data == DataConfig(name: "glyphs", options: .object(["size": .integer(28)])))
    #expect(sample.recipe.epochs == 3 && sample.recipe.learningRate == 0.05 && sample.recipe.momentum == 0.9)
    #expect(sample.forget == .classes([0, 1, 2]))
    #expect(sample.seeds == [Seeds(all: 0), Seeds(all: 1)])
    #expect(sample.methods.map(\.label) == ["retrain", "finetune", "opc"])
    #expect(
      sample.methods[1].options
        == .object([
          "epochs": .integer(2), "learning-rate": .number(0.01), "gradient-clip": .null,
        ]))
    #expect(sample.evaluations.map(\.name) == ["accuracy", "cka"])
    #expect(sample.recoveries.map(\.name) == ["recover-feature-map", "recover-head"])
    #expect(sample.report.columns == ["UA", "RA"])
  }

  @Test func optionsAreNormalised() throws {
    func options(_ entry: String) throws -> String {
      try experiment(sample("attack", "attack: [{name: recover-head, \(entry)}]")).recoveries[0].options.canonicalText
    }
    #expect(try options("ridge: 1e-3") == #"{"intercept":true,"ridge":0.001}"#)
    #expect(try options("ridge: 1.0e-03") == options("ridge: 0.001"))
    #expect(try options("ridge: 2") == options("ridge: 2.0"))
    #expect(try experiment(sample("recipe", "recipe: {epochs: 1e1}")).recipe.epochs == 10)
    #expect(try experiment(sample("recipe", "recipe: {gradient-clip: null}")).recipe.gradientClip == nil)
    #expect(try experiment(sample("recipe", "recipe: {gradient-clip: 5}")).recipe.gradientClip == 5)
  }

  @Test func seedsMultiply() throws {
    let seeds = try experiment(sampleText, set: ["matrix.seed={train: 0..1, unlearn: [4, 7]}"]).seeds
    #expect(
      seeds == [
        Seeds(train: 0, unlearn: 4), Seeds(train: 0, unlearn: 7), Seeds(train: 1, unlearn: 4),
        Seeds(train: 1, unlearn: 7),
      ])
    #expect(try experiment(sampleText, set: ["matrix.seed=3"]).seeds == [Seeds(all: 3)])
    #expect(try experiment(sampleText, set: ["matrix.seed=[2, 0]"]).seeds == [Seeds(all: 2), Seeds(all: 0)])
  }

  @Test func forgetRequests() throws {
    func forget(_ value: String) throws -> ForgetRequest? {
      try experiment(sampleText, set: ["forget=\(value)"]).forget
    }
    #expect(try forget("{kind: class, classes: [2, 0]}") == .classes([0, 2]))
    #expect(try forget("{kind: random, fraction: 0.1}") == .fraction(0.1))
    #expect(try forget("{kind: random, count: 500}") == .count(500))
    #expect(try forget("{kind: indices, indices: [17, 3]}") == .positions([3, 17]))
  }

  @Test func labelsTellNamesakesApart() throws {
    let labels = try experiment(
      sampleText,
      set: ["matrix.method=[opc, {name: opc, epochs: 5, norm: squared}, {name: opc, epochs: 9, label: long}, finetune]"]
    ).methods.map(\.label)
    #expect(labels == ["opc epochs=3 norm=plain", "opc epochs=5 norm=squared", "long", "finetune"])
  }

  @Test func inversions() throws {
    let text = sample("attack", "attack: [gradient-inversion]")
    let plain = try #require(try experiment(text).inversions.first)
    #expect(plain.target == .update && plain.images == .count(1))
    #expect(plain.methods.map(\.label) == ["retrain", "finetune", "opc"])
    #expect(plain.methods[2].options["epochs"] == .integer(5))
    let chosen = try #require(
      try experiment(
        sample(
          "attack",
          "attack: [{name: gradient-inversion, images: [9, 4], iterations: 10, methods: [opc, "
            + "{name: gradient-ascent, epochs: 1}]}]")
      ).inversions.first)
    #expect(chosen.images == .positions([4, 9]) && chosen.attack.options["iterations"] == .integer(10))
    #expect(chosen.methods.map { $0.options["epochs"] } == [.integer(5), .integer(1)])
    let bare = try experiment("data: cifar10\nmodel: convnet\nattack: gradient-inversion\n")
    #expect(bare.inversions.first?.target == .gradient && bare.inversions.first?.network == .original)
    #expect(bare.forget == nil && bare.seeds == [Seeds(all: 0)])
  }

  @Test func optionsThatCannotBeReached() {
    struct Shadowed: ConfigOptions {
      var label = 1
      static let rules: [String: OptionRule] = ["images": .integerRange(1...2)]
    }
    var catalogue = SampleCatalogue()
    #expect(catalogue.unreachableOptions == [])
    catalogue.attacks["gradient-inversion"] = AttackEntry(options: Shadowed.self, form: .inversion)
    catalogue.models["mlp"] = ComponentEntry(options: Shadowed.self)
    #expect(
      catalogue.unreachableOptions
        == ["attack.gradient-inversion.images", "attack.gradient-inversion.label", "model.mlp.label"])
  }

  @Test func suggestions() {
    func nearest(_ word: String) -> String? {
      Suggestion.nearest(to: word, in: ["learning-rate", "batch-size", "epochs", "opc", "cka"])
    }
    #expect(nearest("bacth_size") == "batch-size" && nearest("lr") == "learning-rate" && nearest("epoch") == "epochs")
    #expect(nearest("opx") == "opc" && nearest("zzz") == nil && nearest("") == nil && nearest("x") == nil)
    // Swapped neighbours are one edit.
    #expect(Suggestion.distance(Array("ab"), Array("ba")) == 1)
    #expect(Suggestion.distance(Array("kitten"), Array("sitting")) == 3)
    #expect(Suggestion.distance(Array(""), Array("abc")) == 3)
  }

  @Test func canonicalText() throws {
    let value = JSONValue.object([
      "b": .array([.number(1.0), .number(0.1), .number(1e-5), .number(-0.0), .integer(-3)]), "a": .null,
      "é": .string("x\"\\\n\u{1}é"), "A": .bool(false), "n": .number(1e300), "k": .number(0x1p53),
    ])
    #expect(
      value.canonicalText
        == #"{"A":false,"a":null,"b":[1,0.1,1e-05,0,-3],"k":9007199254740992,"n":1e+300,"é":"x\"\\\n\u0001é"}"#)
    #expect(value.canonicalText == JSONValue.object(["x": value])["x"]?.canonicalText)
    for number in [0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 123456789.125, 2e-7] {
      #expect(Double(JSONValue.number(number).canonicalText) == number)
      #expect(try JSONValue.number(number).decoded(as: Double.self) == number)
    }
  }

  @Test func exactTreesListEveryKey() throws {
    let tree = try JSONValue.exact(StepOptions())
    #expect(tree.canonicalText == #"{"epochs":2,"gradient-clip":null,"learning-rate":0.01}"#)
    #expect(try JSONValue.exact([Float(0.1)]).canonicalText == "[0.1]")
    #expect(throws: EncodingError.self) { try JSONValue.exact([Double.nan]) }
    #expect(try JSONValue.exact(NoOptions()).canonicalText == "{}")
  }
}
