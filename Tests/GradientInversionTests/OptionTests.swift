import Learning
import Testing

@testable import GradientInversion

@Suite struct OptionTests {
  @Test func defaultsObeyTheirRulesAndGoRound() throws {
    #expect(GradientInversionOptions().problems().isEmpty)
    let keys = Set(GradientInversionOptions.defaults().keys)
    #expect(keys == Set(GradientInversionOptions.rules.keys))
    #expect(keys.allSatisfy { $0 == $0.lowercased() && !$0.contains("_") })
    let changed = try GradientInversionOptions(overlaying: [
      "iterations": .integer(10), "init": .string("patterned"), "gradient": .string("pearlmutter"),
      "difference": .string("central"), "difference-step": .number(0.5), "signing": .string("soft"),
      "update-sign": .string("minus"), "labels": .string("inferred"), "optimizer": .string("adamw"),
    ])
    #expect(changed.start == .patterned)
    #expect(changed.form == .pearlmutter(central: true, step: 0.5))
    #expect(try GradientInversionOptions(overlaying: changed.encodedOptions()) == changed)
  }

  @Test func mistakesAreNamed() {
    let problems = GradientInversionOptions.problems(in: [
      "iteration": .integer(10), "init": .string("noise"), "restarts": .integer(0), "signing": .string("haed"),
    ])
    #expect(
      problems.map(\.description) == [
        "'init' is 'noise', expected one of normal, mean, patterned",
        "unknown key 'iteration' — did you mean 'iterations'?",
        "'restarts' is 0, expected a whole number from 1 to 1000",
        "'signing' is 'haed', expected one of hard, soft, none — did you mean 'hard'?",
      ])
    var options = GradientInversionOptions()
    options.learningRate = .infinity
    #expect(throws: LearningError.self) { try GradientInversionAttack(options: options) }
  }

  @Test func everyErrorSaysWhatAndWhatToDo() {
    let errors: [(InversionError, String)] = [
      (.noImages, "must be at least 1"), (.vanishingTarget, "moved no weight"),
      (.otherArchitecture(original: "a", originalClasses: 2, unlearned: "b", unlearnedClasses: 3), "'b' of 3"),
      (.wrongTensorCount(expected: 4, found: 5), "holds 5 tensors, the network has 4"),
      (.wrongShape(name: "fc.bias", expected: [2], found: [3]), "'fc.bias' has shape [3], the parameter has [2]"),
      (.wrongLabelCount(expected: 1, found: 2), "2 labels for 1 images"),
      (.labelOutOfRange(9, classCount: 5), "label 9 is outside 0..<5"),
      (.labelsNotGranted, "set it to 'inferred'"), (.labelsNotInferable(imageCount: 3), "labels of 3 images"),
      (.nonFiniteTarget(name: "conv1.weight"), "'conv1.weight' holds NaN"),
      (.vanishingGradient(restart: 1, iteration: 7), "iteration 7 of restart 1"),
      (.diverged(restart: 0, iteration: 3, quantity: "matching loss"), "iteration 3 of restart 0: the matching loss"),
    ]
    for (error, part) in errors {
      #expect(error.description.contains(part))
      #expect(error.localizedDescription == error.description)
    }
  }
}
