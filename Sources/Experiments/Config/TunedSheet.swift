import Learning
import Results

/// Options that `lethe tune` found for some methods on one dataset and model: the key `tuned` of an experiment, usually
/// from `_groups/tuned/<data>-<model>.yaml`.
struct TunedSheet {
  /// `recipe: tuned`, which stands for the sheet of the experiment's data and model.
  static let keyword = "tuned"
  static let keys = ["data", "forget", "methods", "model"]

  var methods: [ConfigNode.Entry]
  var location: SourceLocation
}

extension ExperimentReader {
  /// The sheet, held against the experiment that uses it.
  func tunedSheet(
    _ node: ConfigNode?, data: DataConfig?, model: ComponentChoice?, forget: ForgetRequest?
  ) -> TunedSheet? {
    guard let node, node.isPresent else { return nil }
    guard let entries = node.entries else {
      report.add("'tuned': expected a sheet with 'data', 'model' and 'methods', found \(node.found)", at: node.location)
      return nil
    }
    for entry in entries where !TunedSheet.keys.contains(entry.key) {
      let remedy = Suggestion.remedy(for: entry.key, in: TunedSheet.keys, noun: "known keys")
      report.add("unknown key '\(entry.key)' in 'tuned'\(remedy)", at: entry.keyLocation)
    }
    let remedy = "tune again with `lethe tune`, or do not use this sheet"
    func check(_ key: String, _ own: String?) {
      guard let place = node[key], let written = place.string else {
        report.add(
          "'tuned' has no '\(key)' — a sheet says what it was tuned on", at: node[key]?.location ?? node.location)
        return
      }
      if let own, own != written {
        report.add(
          "the tuned sheet is for \(key) '\(written)', and this experiment has '\(own)' — \(remedy)", at: place.location
        )
      }
    }
    check("data", data?.name)
    check("model", model?.name)
    if let written = node["forget"], let other = self.forget(written), let forget {
      if other.kind != forget.kind {
        report.add(
          "the tuned sheet is for a forget request of kind '\(other.kind)', and this experiment has '\(forget.kind)' — "
            + remedy, at: written.location)
      } else if (other.forgetClasses == nil) != (forget.forgetClasses == nil) {
        func words(_ request: ForgetRequest) -> String {
          request.forgetClasses == nil ? "part of the samples of classes" : "whole classes"
        }
        report.add(
          "the tuned sheet is for forgetting \(words(other)), and this experiment forgets \(words(forget)) — \(remedy)",
          at: written.location)
      }
    }
    guard let methods = node["methods"]?.entries else {
      report.add(
        "'tuned.methods': expected a mapping of methods to options, found \(node["methods"]?.found ?? "nothing")",
        at: node["methods"]?.location ?? node.location)
      return nil
    }
    return TunedSheet(methods: methods, location: node["methods"]?.location ?? node.location)
  }

  /// A method's entry laid over its tuned options: what the entry gives itself wins.
  func tuned(_ node: ConfigNode, by sheet: TunedSheet) -> ConfigNode {
    let named = node.asNamed
    // Names that are wrong or unknown are reported where the entry is read.
    guard let name = named["name"]?.string, let component = catalogue.methods[name] else { return node }
    if let entry = sheet.methods.first(where: { $0.key == name }) {
      if !entry.value.isPresent { return node }
      guard entry.value.entries != nil else {
        report.add(
          "'tuned.methods.\(name)': expected a mapping of options, found \(entry.value.found)",
          at: entry.value.location)
        return node
      }
      return entry.value.merged(with: named)
    }
    let options = (named.entries ?? []).filter { $0.key != "name" && $0.key != "label" }
    // Options of its own are a choice; none at all would be an untuned method among tuned ones.
    if options.isEmpty, !component.searchSpace.isEmpty {
      let known = sheet.methods.map(\.key).sorted().joined(separator: ", ")
      report.add(
        "the method '\(name)' is not in the tuned sheet (\(known)) — tune it with `lethe tune`, or give its options here",
        at: node.location)
    }
    return node
  }
}

extension ForgetRequest {
  /// The form of a request, as a config spells it.
  var kind: String {
    switch self {
    case .classes, .classShare: "class"
    case .fraction, .count: "random"
    case .positions: "indices"
    case .cluster: "cluster"
    case .ranked(let ranked): ranked.end.rawValue
    case .noisyLabels: "noisy-labels"
    case .sequence: "sequence"
    }
  }
}
