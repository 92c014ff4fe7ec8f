import Learning
import Results

/// How `lethe tune` searches: the same budget for every method.
public struct TuneConfig: Equatable, Sendable {
  public var budget: TuneBudget
  /// By a method's label, what its sensitivity figures sweep; empty for the main hyper-parameter of every method.
  public var sweeps: [String: [String]]

  public init(budget: TuneBudget = TuneBudget(), sweeps: [String: [String]] = [:]) {
    self.budget = budget
    self.sweeps = sweeps
  }

  /// The size of the forget request, beside a method's options the one thing that can be swept.
  static let forgetSize = "forget-size"
}

/// The options of a search.
public struct TuneBudget: ConfigOptions, Equatable {
  public enum Search: String, Codable, Sendable, CaseIterable { case random, halving }

  public var search = Search.random
  /// Configurations drawn for a method.
  public var trials = 6
  /// The largest number of epochs of a trial.
  public var epochs = 2
  /// `halving`: one trial in this many is kept from rung to rung, and its epochs are multiplied by it. 2: Jamieson and
  /// Talwalkar (2016).
  public var eta = 2
  /// What configurations are drawn from.
  public var seed = 0
  /// Values of a sweep.
  public var points = 5

  public init() {}

  public static let rules: [String: OptionRule] = [
    "search": .choices(Search.allCases.map(\.rawValue)), "trials": .integerRange(1...1000),
    "epochs": .integerRange(1...10_000), "eta": .integerRange(2...100), "seed": .integerRange(0...Int(Int32.max)),
    "points": .integerRange(2...100),
  ]
}

extension ExperimentReader {
  /// `tune`: the budget flat, and `sensitivity`.
  func tune(
    _ node: ConfigNode?, methods: [ComponentChoice], written: [String: Set<String>], data: DataConfig?,
    forget: ForgetRequest?
  ) -> TuneConfig? {
    guard let node, node.isPresent else { return nil }
    guard let entries = node.entries else {
      report.add("'tune': expected a mapping such as {trials: 6, epochs: 2}, found \(node.found)", at: node.location)
      return nil
    }
    if let data, data.validation == 0 {
      report.add(
        "'tune' chooses by held-out samples, and there are none — set 'data.validation', as in "
          + "data: {name: \(data.name), validation: 0.1}", at: node.location)
    }
    if case .failure(let error)? = forget?.yardstick { report.add(error.description, at: node.location) }
    if methods.isEmpty {
      report.add("'tune' has no methods to search — list some under 'matrix.method'", at: node.location)
    }
    let budget = options.read(
      TuneBudget.self, from: entries.filter { $0.key != "sensitivity" }, owner: "tune", at: node.location,
      alsoKnown: ["sensitivity"]
    ).flatMap { try? $0.decoded(as: TuneBudget.self) }
    guard let budget else { return nil }
    for method in methods where written[method.label]?.contains("epochs") == true {
      guard let epochs = method.options["epochs"]?.integerValue, epochs > budget.epochs else { continue }
      report.add(
        "'\(method.label)' has epochs: \(epochs), and the budget grants a trial \(budget.epochs) — leave them to the "
          + "search, or raise 'tune.epochs'", at: node.location)
    }
    return TuneConfig(budget: budget, sweeps: sweeps(node["sensitivity"], methods: methods))
  }

  private func sweeps(_ node: ConfigNode?, methods: [ComponentChoice]) -> [String: [String]] {
    guard let node, node.isPresent else { return [:] }
    guard let entries = node.entries else {
      report.add(
        "'tune.sensitivity': expected a mapping such as {opc: [coefficient, forget-size]}, found \(node.found)",
        at: node.location)
      return [:]
    }
    var sweeps: [String: [String]] = [:]
    for entry in entries {
      guard let method = methods.first(where: { $0.label == entry.key }) else {
        let remedy = Suggestion.remedy(for: entry.key, in: methods.map(\.label), noun: "methods")
        report.add(
          "'tune.sensitivity' names '\(entry.key)', which is not in 'matrix.method'\(remedy)", at: entry.keyLocation)
        continue
      }
      let known = (catalogue.methods[method.name]?.searchSpace.map(\.key) ?? []) + [TuneConfig.forgetSize]
      sweeps[method.label] = []
      for element in list(entry.value, key: entry.key) {
        guard let key = element.string, known.contains(key) else {
          let remedy = element.string.map { Suggestion.remedy(for: $0, in: known, noun: "known") } ?? ""
          report.add(
            "'tune.sensitivity.\(entry.key)': expected something to sweep, found \(element.found)\(remedy)",
            at: element.location)
          continue
        }
        if sweeps[method.label]?.contains(key) != true { sweeps[method.label, default: []].append(key) }
      }
    }
    return sweeps
  }
}
