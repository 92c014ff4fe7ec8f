import Foundation
import Learning
import TensorCore
import Testing
import Unlearners

@testable import Experiments

/// What holds for every registered component: a new one is tested by its line in the registry.
@Suite struct RegistryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func namesAreUniqueAndNothingIsHidden() {
    let registry = Registry()
    #expect(Set(Registry.unlearners.map(\.name)).count == Registry.unlearners.count)
    #expect(Set(Registry.architectures.map { $0.name }).count == Registry.architectures.count)
    #expect(registry.unreachableOptions.isEmpty, "\(registry.unreachableOptions)")
  }

  @Test(arguments: Registry.unlearners.map(\.name)) func methodHasAPage(_ name: String) throws {
    let page = Self.root.appending(path: "docs/methods/\(name).md")
    #expect(try String(contentsOf: page, encoding: .utf8).contains(name))
  }

  /// The method that the page on adding things shows is the one that runs.
  @Test func theShownMethodIsTheRealOne() throws {
    let page = try String(contentsOf: Self.root.appending(path: "docs/adding-things.md"), encoding: .utf8)
    let file = Self.root.appending(path: "Sources/Unlearners/Methods/NegGradPlus.swift")
    #expect(page.contains("```swift\n" + (try String(contentsOf: file, encoding: .utf8)) + "```"))
  }

  @Test(arguments: Registry.unlearners.map(\.name)) func optionsRoundTrip(_ name: String) throws {
    let entry = try Registry.unlearner(name)
    let defaults = entry.optionsType.defaults()
    #expect(entry.optionsType.problems(in: defaults).isEmpty)
    let method = try entry.make(defaults)
    // Options that are not set are not written.
    #expect(Self.encoded(method) == defaults.filter { $0.value != .null })
    #expect(throws: LearningError.self) { try entry.make(["no-such-key": .integer(1)]) }
  }

  /// What a search may draw is what the options accept, end to end.
  @Test(arguments: Registry.unlearners.map(\.name)) func searchSpaceObeysTheRules(_ name: String) throws {
    let entry = try Registry.unlearner(name), rules = entry.optionsType.rules
    #expect(Set(entry.searchSpace.map(\.key)).count == entry.searchSpace.count)
    for range in entry.searchSpace {
      for value in [range.value(at: 0, epochs: 3), range.value(at: 1, epochs: 3)] + range.grid(5, epochs: 3) {
        #expect(rules[range.key]?.accepts(value) == true, "\(range): \(value)")
        #expect(throws: Never.self) { try entry.make([range.key: value]) }
      }
    }
    // A method without learning rate and epochs says itself what is searched, or that nothing is: list it here.
    #expect(entry.searchSpace.isEmpty == ["retrain", "identity"].contains(name), "'\(name)' declares no search ranges")
  }

  private static func encoded(_ method: some Unlearner) -> [String: OptionValue] { method.options.encodedOptions() }

  /// Every shipped experiment can be read with the real registry.
  @Test(arguments: ["quickstart", "mnist-class", "cifar10-class-small", "inversion-cifar10", "tune-mnist"])
  func experimentResolves(_ name: String) throws {
    let file = Self.root.appending(path: "experiments/\(name).yaml").path
    let experiment = try Experiment.load(path: file, catalogue: Registry())
    #expect(experiment.name == name)
  }

  @Test(arguments: Registry.unlearners.map(\.name)) func describesMethod(_ name: String) throws {
    let text = try Registry().describeMethod(name)
    #expect(text.contains("docs/methods/\(name).md"))
    #expect(throws: DatasetError.self) { try Registry().describeMethod(name + "x") }
  }

  /// Each method at its defaults, cut to one epoch, on a small trained network: finite, repeatable, and not at the
  /// expense of everything that was to be kept.
  @Test(arguments: Registry.unlearners.map(\.name)) func methodRunsAndRepeats(_ name: String) throws {
    let task = try Self.task()
    var options = try Registry.unlearner(name).optionsType.defaults()
    if options["epochs"] != nil { options["epochs"] = .integer(1) }
    let first = try Registry.unlearner(name).make(options).unlearn(task)
    let second = try Registry.unlearner(name).make(options).unlearn(task)
    #expect(first.network.firstNonFiniteTensor == nil)
    #expect(Self.bits(first.network) == Self.bits(second.network))
    #expect(Self.bits(task.original) == Self.bits(try Self.task().original), "the original was changed")
    let changed = Self.bits(first.network) != Self.bits(task.original)
    #expect(changed == (name != "identity"), "only a control does nothing")
    // 10 classes, 8 kept: chance is 12.5 %.
    #expect(try #require(first.network.accuracy(on: task.retain)) > 0.25)
  }

  private static func bits(_ network: Network) -> [[UInt32]] {
    (network.parameters.map(\.tensor) + [network.featureProjection].compactMap { $0 })
      .map { $0.floats.map(\.bitPattern) }
  }

  /// An `mlp` trained on 800 drawn glyphs that is to forget classes 0 and 1.
  private static func task() throws -> UnlearningTask {
    let datasets = Datasets(Workspace())
    let dataset = try datasets.load(
      DataConfig(name: "glyphs", options: ["train": 800, "test": 100, "variant": "gray28", "seed": 1]))
    var recipe = TrainingRecipe()
    recipe.epochs = 8
    recipe.batchSize = 32
    recipe.learningRate = 0.05
    let random = RandomStream(seed: 3)
    let network = try MLP.build(
      input: dataset.shape, classCount: 10, normalisation: dataset.normalisation, random: random.child("init"))
    _ = try Learning.train(network, on: dataset.train.whole(), recipe: recipe, random: random)
    let parts = try dataset.train.whole().partition(.classes([0, 1]), classCount: 10, random: random)
    return try UnlearningTask(
      dataset: dataset, original: network, retain: parts.retain, forget: parts.forget, test: dataset.test.whole(),
      forgetClasses: [0, 1], recipe: recipe, random: random.child("unlearn"))
  }
}
