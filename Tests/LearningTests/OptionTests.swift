import Testing

@testable import Learning

@Suite struct OptionTests {
  @Test func defaultsObeyTheirRules() {
    #expect(TrainingRecipe().problems().isEmpty)
    let keys = Set(TrainingRecipe.defaults().keys)
    #expect(keys == Set(TrainingRecipe.rules.keys))
    #expect(TrainingRecipe.defaults()["gradient-clip"] == .null)
    #expect(keys.allSatisfy { $0 == $0.lowercased() && !$0.contains("_") })
  }

  @Test func valuesOverlayDefaults() throws {
    let recipe = try TrainingRecipe(overlaying: [
      "epochs": .integer(3), "learning-rate": .number(1e-3), "optimizer": .string("adamw"),
      "milestones": .list([.integer(2), .number(5)]), "gradient-clip": .integer(1), "momentum": .integer(0),
    ])
    #expect(recipe.epochs == 3)
    #expect(recipe.learningRate == 1e-3)
    #expect(recipe.optimizer == .adamw)
    #expect(recipe.milestones == [2, 5])
    #expect(recipe.gradientClip == 1)
    #expect(recipe.batchSize == TrainingRecipe().batchSize)
    #expect(try TrainingRecipe(overlaying: recipe.encodedOptions()) == recipe)
  }

  @Test func everyProblemIsReported() {
    let problems = TrainingRecipe.problems(in: [
      "bacth-size": .integer(3), "learning-rate": .number(-1), "optimizer": .string("adma"),
      "epochs": .number(2.5), "nesterov": .string("yes"), "momentum": .null, "augmentation": .string("cutout"),
    ])
    #expect(
      problems.map(\.description) == [
        "'augmentation' is 'cutout', expected one of none, crop, flip, crop-flip",
        "unknown key 'bacth-size' — did you mean 'batch-size'?",
        "'epochs' is 2.5, expected a whole number from 0 to 10000",
        "'learning-rate' is -1, expected a number from 0.0 to 1000.0",
        "'momentum' is null, expected a number from 0.0 to 0.9999",
        "'nesterov' is 'yes', expected true or false",
        "'optimizer' is 'adma', expected one of sgd, adam, adamw — did you mean 'adam'?",
      ])
    #expect(throws: LearningError.self) { try TrainingRecipe(overlaying: ["epoch": .integer(1)]) }
  }

  @Test func numbersThatAreNoneAreReported() {
    let wild = recipe {
      $0.learningRate = .nan
      $0.gradientClip = .infinity
    }
    #expect(
      wild.problems().map(\.description) == [
        "'gradient-clip' is 'inf', expected a number from 1e-12 to 1000000000000.0, or null",
        "'learning-rate' is 'nan', expected a number from 0.0 to 1000.0",
      ])
  }

  @Test func rulesAcceptAndRefuse() {
    let cases: [(OptionRule, OptionValue, Bool)] = [
      (.range(0...1), .number(1), true), (.range(0...1), .number(1.1), false), (.range(0...1), .bool(true), false),
      (.range(0...1), .number(.nan), false), (.integerRange(1...3), .number(2), true),
      (.integerRange(1...3), .number(2.5), false), (.choices(["a"]), .string("b"), false),
      (.choices(["a"]), .string("a"), true), (.flag, .bool(false), true), (.flag, .integer(1), false),
      (.text, .string(""), true), (.integerList(0...2), .list([]), true),
      (.integerList(0...2), .list([.integer(3)]), false), (.numberList(0...1), .list([.number(0.5)]), true),
      (.optionalNumber(0...1), .null, true), (.optionalNumber(0...1), .number(2), false),
      (.optionalInteger(0...1), .null, true), (.optionalString([]), .string("x"), true),
      (.optionalString(["y"]), .string("x"), false), (.range(0...1), .null, false),
    ]
    for (rule, value, isAccepted) in cases { #expect(rule.accepts(value) == isAccepted, "\(rule) \(value)") }
  }

  @Test func nearestNames() {
    #expect(nearest(to: "resnet8", in: ["resnet18", "resnet20", "mlp"]) == "resnet18")
    #expect(nearest(to: "convent", in: ["convnet", "convnet64"]) == "convnet")
    #expect(nearest(to: "transformer", in: ["mlp", "convnet"]) == nil)
    #expect(editDistance("abcd", "acbd") == 1)
    #expect(editDistance("", "abc") == 3)
    #expect(editDistance("kitten", "sitting") == 3)
  }
}
