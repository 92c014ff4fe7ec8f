import Learning
import Results

extension ExperimentReader {
  /// An inversion with the place of its images, which are checked again once the data is known.
  typealias LocatedInversion = (choice: InversionChoice, imagesPlace: SourceLocation)

  /// `attack`: recoveries and inversions, told apart by the catalogue.
  func attacks(
    _ node: ConfigNode?, methods: [ComponentChoice], forgets: Bool
  ) -> (recoveries: [ComponentChoice], inversions: [LocatedInversion]) {
    let table = catalogue.attacks
    var found: [(node: ConfigNode, choice: ComponentChoice)] = []
    var aims: [String: LocatedInversion] = [:]
    for element in list(node, key: "attack") {
      let form = element.asNamed["name"]?.string.flatMap { table[$0]?.form }
      let ownKeys = form == .inversion ? Self.inversionKeys : []
      let choice = choice(element, kind: "attack", table: table.mapValues(\.component), ownKeys: ownKeys)
      if let choice { found.append((element, choice)) }
    }
    let labels = labelled(found)
    // A duplicate was reported and left out, so that places no longer match; there is nothing to run then.
    guard labels.count == found.count else { return ([], []) }
    for (choice, located) in zip(labels, found) where table[choice.name]?.form == .inversion {
      aims[choice.label] = inversion(located.node, attack: choice, methods: methods, forgets: forgets)
    }
    return (
      labels.filter { table[$0.name]?.form == .recovery }, labels.compactMap { aims[$0.label] }
    )
  }

  static let inversionKeys = ["target", "network", "images", "methods"]

  private func inversion(
    _ node: ConfigNode, attack: ComponentChoice, methods: [ComponentChoice], forgets: Bool
  ) -> LocatedInversion? {
    let owner = attack.name
    func word<Value: RawRepresentable & CaseIterable>(_ key: String, _ type: Value.Type) -> Value?
    where Value.RawValue == String {
      guard let value = node[key], value.isPresent else { return nil }
      let shape = OptionShape.choice(type.allCases.map(\.rawValue))
      return shape.value(of: value, name: "\(owner).\(key)", report: report)?.stringValue
        .flatMap(Value.init(rawValue:))
    }
    let target = word("target", InversionChoice.Target.self) ?? (methods.isEmpty ? .gradient : .update)
    let network = word("network", InversionChoice.Network.self) ?? .original
    let misplaced = target == .gradient ? ("methods", "update") : ("network", "gradient")
    if let value = node[misplaced.0] {
      report.add("'\(owner).\(misplaced.0)' applies to target: \(misplaced.1)", at: value.location)
    }
    guard let images = images(node["images"], owner: owner) else { return nil }
    var aimed: [ComponentChoice] = []
    if target == .update {
      aimed = inversionMethods(node["methods"], of: methods)
      if aimed.isEmpty, report.problems.isEmpty {
        report.add(
          "'\(owner)' attacks the updates of methods, and there are none — list some under 'methods', or set "
            + "target: gradient", at: node.location)
      }
    }
    let choice = InversionChoice(attack: attack, target: target, network: network, images: images, methods: aimed)
    return (choice, node["images"]?.location ?? node.location)
  }

  private func images(_ node: ConfigNode?, owner: String) -> InversionChoice.Images? {
    guard let node, node.isPresent else { return .count(1) }
    if node.elements != nil { return positions(node, name: "\(owner).images").map(InversionChoice.Images.positions) }
    guard node.wholeNumber != nil else {
      report.add("'\(owner).images': expected a count or a list of positions, found \(node.found)", at: node.location)
      return nil
    }
    return OptionShape.integer(1...10_000).value(of: node, name: "\(owner).images", report: report)?
      .integerValue.map(InversionChoice.Images.count)
  }

  /// Whose updates: a label of `matrix.method` stands for that entry with its options; anything else is read like an
  /// entry of its own, since forgetting one image may want other options than forgetting classes.
  private func inversionMethods(_ node: ConfigNode?, of methods: [ComponentChoice]) -> [ComponentChoice] {
    guard let node, node.isPresent else { return methods }
    let nodes = list(node, key: "methods")
    let found = nodes.map { element in
      methods.first { $0.label == element.string }
        ?? choice(element, kind: "method", table: catalogue.methods)
    }
    return labelled(zip(nodes, found).compactMap { node, choice in choice.map { (node, $0) } })
  }
}
