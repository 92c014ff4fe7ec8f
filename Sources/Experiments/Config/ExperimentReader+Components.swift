import Learning
import Results

extension ExperimentReader {
  /// A component: a name, or a mapping with `name`, `label` and its options.
  ///
  /// - Parameter ownKeys: keys of the mapping that the caller reads.
  func choice(
    _ node: ConfigNode, kind: String, table: [String: ComponentEntry], ownKeys: [String] = []
  ) -> ComponentChoice? {
    guard let entries = node.asNamed.entries else {
      report.add(
        "expected the name of a \(kind), or a mapping with 'name' and options, found \(node.found)",
        at: node.location)
      return nil
    }
    guard let nameNode = node.asNamed["name"] else {
      report.add(
        "this \(kind) has no 'name' — one of: \(table.keys.sorted().joined(separator: ", "))",
        at: node.location)
      return nil
    }
    guard let name = nameNode.string else {
      report.add("'name': expected the name of a \(kind), found \(nameNode.found)", at: nameNode.location)
      return nil
    }
    guard let component = table[name] else {
      let remedy = Suggestion.remedy(for: name, in: table.keys, noun: "known \(kind)s")
      report.add("unknown \(kind) '\(name)'\(remedy)", at: nameNode.location)
      return nil
    }
    let callerKeys = ["name", "label"] + ownKeys
    let label = text(node["label"], name: "label")
    let resolved = options.read(
      component.options, from: entries.filter { !callerKeys.contains($0.key) }, owner: name, at: node.location,
      alsoKnown: callerKeys)
    return resolved.map { ComponentChoice(name: name, label: label, options: $0) }
  }

  /// A list of components, each labelled apart from the others.
  func choices(
    _ node: ConfigNode?, key: String, kind: String, table: [String: ComponentEntry]
  ) -> [ComponentChoice] {
    choices(list(node, key: key), kind: kind, table: table)
  }

  func choices(_ nodes: [ConfigNode], kind: String, table: [String: ComponentEntry]) -> [ComponentChoice] {
    let found = nodes.map { choice($0, kind: kind, table: table) }
    return labelled(zip(nodes, found).compactMap { node, choice in choice.map { (node, $0) } })
  }

  /// The elements of a list; a single value stands for a list of one.
  func list(_ node: ConfigNode?, key: String) -> [ConfigNode] {
    guard let node, node.isPresent else { return [] }
    return node.elements ?? [node]
  }

  /// The choices with distinct labels: one written by hand, the name when it is listed once, and the name with the
  /// options that differ from the others of that name when it is not.
  func labelled(_ found: [(node: ConfigNode, choice: ComponentChoice)]) -> [ComponentChoice] {
    var result: [ComponentChoice] = []
    for (node, choice) in found {
      var choice = choice
      let namesakes = found.map(\.choice).filter { $0.name == choice.name }
      if namesakes.count > 1, choice.label == choice.name, !hasLabel(node) {
        choice.label += Self.difference(choice, among: namesakes)
      }
      if let other = result.first(where: { $0.label == choice.label }) {
        if hasLabel(node) || other.name != choice.name || other.options != choice.options {
          report.add("the label '\(choice.label)' is used twice — labels must differ", at: node.location)
        } else {
          report.add(
            "'\(choice.name)' is listed twice with the same options — remove one, or change an option",
            at: node.location)
        }
        continue
      }
      result.append(choice)
    }
    return result
  }

  private func hasLabel(_ node: ConfigNode) -> Bool { node["label"]?.string != nil }

  /// ` epochs=30 norm=squared`: the options in which namesakes differ, as this one has them.
  static func difference(_ choice: ComponentChoice, among namesakes: [ComponentChoice]) -> String {
    guard case .object(let members) = choice.options else { return "" }
    return members.keys.sorted().compactMap { key -> String? in
      guard let value = members[key], namesakes.contains(where: { $0.options[key] != value }) else { return nil }
      return " \(key)=\(value.stringValue ?? value.canonicalText)"
    }.joined()
  }

  /// `matrix: {seed, method}`, and by label the options that each method's entry gives itself.
  func matrix(
    _ node: ConfigNode?, sheet: TunedSheet? = nil
  ) -> (seeds: [Seeds]?, methods: [ComponentChoice], written: [String: Set<String>]) {
    let seedReader = SeedReader(report: report)
    guard let node, node.isPresent else { return (seedReader.read(nil), [], [:]) }
    guard let entries = node.entries else {
      report.add("'matrix': expected a mapping with 'seed' and 'method', found \(node.found)", at: node.location)
      return (nil, [], [:])
    }
    for entry in entries where entry.key != "seed" && entry.key != "method" {
      let remedy = Suggestion.remedy(for: entry.key, in: ["seed", "method"], noun: "known keys")
      report.add("unknown key '\(entry.key)' in 'matrix'\(remedy)", at: entry.keyLocation)
    }
    let nodes = list(node["method"], key: "matrix.method")
    let methods = choices(
      nodes.map { node in sheet.map { tuned(node, by: $0) } ?? node }, kind: "method", table: catalogue.methods)
    // A method in a control's place would be averaged with it, or taken for it.
    for method in methods
    where ["original", "random-init", "constant"].contains(method.label)
      || (method.label == "retrain" && method.name != "retrain")
    {
      report.add("the label '\(method.label)' belongs to a control — choose another", at: node.location)
    }
    var written: [String: Set<String>] = [:]
    // After a duplicate, which is reported, they no longer match; there is nothing to run then.
    if methods.count == nodes.count {
      for (method, node) in zip(methods, nodes) {
        written[method.label] = Set((node.entries ?? []).map(\.key)).subtracting(["name", "label"])
      }
    }
    return (seedReader.read(node["seed"]), methods, written)
  }
}
