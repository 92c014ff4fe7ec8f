import Learning
import Results
import TensorCore
import Unlearners

/// One configuration of a method.
struct Trial: Equatable, Sendable {
  /// The method with all options; its label is the method's own.
  var method: ComponentChoice
  /// From 1.
  var number: Int
  /// Keys that were searched, in the order of the search space, and `epochs` where the budget set them.
  var searched: [String]
  /// Whether the budget sets its epochs: it then gets more from rung to rung.
  var isGranted = false

  /// `opc #3`: what tells trials of a plan apart.
  var label: String { "\(method.label) #\(number)" }
  var epochs: Int? { method.options["epochs"]?.integerValue }

  /// The searched options in words.
  var summary: String {
    searched.map { key in
      let value = method.options[key] ?? .null
      return "\(key)=\(value.stringValue ?? value.canonicalText)"
    }.joined(separator: " ")
  }
}

/// Draws the configurations of one method.
struct TrialDraw {
  let method: ComponentChoice
  let space: [SearchRange]
  let options: any ConfigOptions.Type
  /// Keys that the experiment gives: not searched.
  let written: Set<String>

  init(_ method: ComponentChoice, in catalogue: any Catalogue, written: Set<String>) {
    let entry = catalogue.methods[method.name]
    self.method = method
    options = entry?.options ?? NoOptions.self
    space = (entry?.searchSpace ?? []).filter { !written.contains($0.key) }
    self.written = written
  }

  /// One trial at least, and only one where nothing is searched.
  ///
  /// Random:    children of `random`: the method's label, the trial's number, the option's key
  func trials(_ count: Int, epochs: Int, search: TuneBudget.Search, random: RandomStream) throws -> [Trial] {
    guard !space.isEmpty else { return [Trial(method: method, number: 1, searched: [])] }
    return try (1...count).map { number in
      let stream = random.child(method.label).child(number)
      var values: [(String, OptionValue)] = []
      for range in space where !(range.scale == .budget && search == .halving) {
        var own = stream.child(range.key)
        values.append((range.key, range.value(at: own.uniform(), epochs: epochs)))
      }
      return try grant(epochs, to: Trial(method: changed(values), number: number, searched: values.map(\.0)))
    }
  }

  /// The trial with the budget's epochs, unless they are searched, given or unknown to the method.
  func grant(_ epochs: Int, to trial: Trial) throws -> Trial {
    let isDrawn = trial.searched.contains("epochs") && !trial.isGranted
    guard !space.isEmpty, hasEpochs, !written.contains("epochs"), !isDrawn else { return trial }
    var trial = trial
    trial.method = try changed([("epochs", .integer(epochs))], of: trial.method)
    trial.isGranted = true
    if !trial.searched.contains("epochs") { trial.searched.append("epochs") }
    return trial
  }

  private var hasEpochs: Bool { options.rules["epochs"] != nil }

  /// The method with some options changed, in the form in which a config would give them, so that cells are shared.
  ///
  /// Throws:    `DecodingError`, for a value that the option cannot hold
  func changed(_ values: [(String, OptionValue)], of choice: ComponentChoice? = nil) throws -> ComponentChoice {
    var choice = choice ?? method
    guard case .object(var members) = choice.options else { return choice }
    for (key, value) in values { members[key] = try JSONValue.exact(value) }
    choice.options = try OptionsReader.normalised(.object(members), as: options)
    return choice
  }
}
