import Learning
import Results

extension ExperimentReader {
  /// What a kind of request is made of.
  private struct Form {
    var required: [String] = []
    var optional: [String] = []
    /// Whether a `fraction` or a `count` is taken, and whether there has to be one.
    var share: (isTaken: Bool, isRequired: Bool) = (false, false)

    var keys: [String] { required + optional + (share.isTaken ? ["fraction", "count"] : []) }
  }

  private static let forms: [String: Form] = [
    "class": Form(required: ["classes"], share: (true, false)),
    "cluster": Form(required: ["clusters", "cluster"], optional: ["class"]),
    "easiest": Form(optional: ["score"], share: (true, true)),
    "hardest": Form(optional: ["score"], share: (true, true)),
    "indices": Form(required: ["indices"]),
    "noisy-labels": Form(required: ["fraction"]),
    "random": Form(share: (true, true)),
    "sequence": Form(required: ["requests"]),
  ]
  /// What can stand in a sequence: requests that do not depend on a network.
  private static let kindsInSequence = ["class", "indices", "random"]

  /// A request in one of the forms that docs/config.md lists.
  func forget(_ node: ConfigNode) -> ForgetRequest? { forget(node, kinds: Self.forms.keys.sorted()) }

  private func forget(_ node: ConfigNode, kinds: [String]) -> ForgetRequest? {
    guard let entries = node.entries else {
      report.add(
        "'forget': expected a mapping such as {kind: class, classes: [0]}, found \(node.found)", at: node.location)
      return nil
    }
    guard let kindNode = node["kind"] else {
      report.add("'forget' has no 'kind' — one of: \(kinds.joined(separator: ", "))", at: node.location)
      return nil
    }
    let shape = OptionShape.choice(kinds)
    guard let kind = shape.value(of: kindNode, name: "forget.kind", report: report)?.stringValue,
      let form = Self.forms[kind]
    else { return nil }
    var isGood = true
    for entry in entries where entry.key != "kind" && !form.keys.contains(entry.key) {
      let remedy = Suggestion.remedy(for: entry.key, in: ["kind"] + form.keys, noun: "known keys")
      report.add("unknown key '\(entry.key)' in 'forget' of kind '\(kind)'\(remedy)", at: entry.keyLocation)
      isGood = false
    }
    guard isGood, hasItsKeys(node, kind: kind, form: form) else { return nil }
    return request(kind, node)
  }

  private func hasItsKeys(_ node: ConfigNode, kind: String, form: Form) -> Bool {
    var isGood = true
    for key in form.required where node[key] == nil {
      report.add("'forget' of kind '\(kind)' needs '\(key)'", at: node.location)
      isGood = false
    }
    let shares = form.share.isTaken ? ["fraction", "count"].filter { node[$0] != nil } : []
    if shares.count > 1 || (shares.isEmpty && form.share.isRequired) {
      let problem = shares.isEmpty ? "needs 'fraction' or 'count'" : "takes one of 'fraction' or 'count', not both"
      report.add("'forget' of kind '\(kind)' \(problem)", at: node.location)
      isGood = false
    }
    return isGood
  }

  /// The request of a mapping whose keys are known to be right; nil, with problems, for wrong values.
  private func request(_ kind: String, _ node: ConfigNode) -> ForgetRequest? {
    switch kind {
    case "class":
      let share = share(node)
      guard let classes = node["classes"].flatMap({ positions($0, name: "forget.classes") }) else { return nil }
      guard node["fraction"] != nil || node["count"] != nil else { return .classes(classes) }
      return share.map { .classShare(classes, $0) }
    case "cluster": return cluster(node)
    case "hardest", "easiest":
      let score = node["score"].map { node in
        OptionShape.choice(RankedRequest.Score.allCases.map(\.rawValue))
          .value(of: node, name: "forget.score", report: report)?.stringValue.flatMap {
            RankedRequest.Score(rawValue: $0)
          }
      }
      guard let share = share(node), let end = RankedRequest.End(rawValue: kind), let score = score ?? .loss
      else { return nil }
      return .ranked(RankedRequest(end, share, score: score))
    case "indices":
      return node["indices"].flatMap { positions($0, name: "forget.indices") }.map(ForgetRequest.positions)
    case "sequence": return node["requests"].flatMap(sequence)
    case "noisy-labels": return node["fraction"].flatMap(fraction).map(ForgetRequest.noisyLabels)
    default:
      switch share(node) {
      case .fraction(let fraction): return .fraction(fraction)
      case .count(let count): return .count(count)
      case nil: return nil
      }
    }
  }

  private func sequence(_ node: ConfigNode) -> ForgetRequest? {
    guard let nodes = node.elements, nodes.count > 1 else {
      report.add(
        "'forget.requests': expected a list of at least two requests, found \(node.elements == nil ? node.found : "a shorter one")",
        at: node.location)
      return nil
    }
    let requests = nodes.compactMap { forget($0, kinds: Self.kindsInSequence) }
    guard requests.count == nodes.count else { return nil }
    var seen: Set<Int> = []
    for (node, request) in zip(nodes, requests) {
      if let again = request.forgetClasses?.first(where: seen.contains) {
        report.add("'forget.requests' asks for class \(again) twice", at: node.location)
        return nil
      }
      seen.formUnion(request.forgetClasses ?? [])
    }
    return .sequence(requests)
  }

  private func cluster(_ node: ConfigNode) -> ForgetRequest? {
    func number(_ key: String, _ range: ClosedRange<Int>) -> Int? {
      node[key].flatMap {
        OptionShape.integer(range).value(of: $0, name: "forget.\(key)", report: report)?.integerValue
      }
    }
    let ofClass = number("class", 0...Int.max)
    guard let clusters = number("clusters", 2...10_000), let cluster = number("cluster", 0...(clusters - 1)),
      node["class"] == nil || ofClass != nil
    else { return nil }
    return .cluster(ClusterRequest(ofClass: ofClass, clusterCount: clusters, cluster: cluster))
  }

  /// The `fraction` or the `count`, nil where there is none or its value is wrong.
  private func share(_ node: ConfigNode) -> ForgetShare? {
    if let value = node["fraction"] { return fraction(value).map(ForgetShare.fraction) }
    return node["count"].flatMap {
      OptionShape.integer(1...Int.max).value(of: $0, name: "forget.count", report: report)?.integerValue
    }.map(ForgetShare.count)
  }

  private func fraction(_ node: ConfigNode) -> Double? {
    guard let fraction = node.number else {
      report.add("'forget.fraction': expected a number, found \(node.found)", at: node.location)
      return nil
    }
    guard fraction > 0, fraction < 1 else {
      report.add("'forget.fraction' must lie between 0 and 1, found \(node.found)", at: node.location)
      return nil
    }
    return fraction
  }

  /// A list of distinct numbers of at least 0, sorted: a set, so that its order cannot change an id.
  func positions(_ node: ConfigNode, name: String) -> [Int]? {
    guard let values = OptionShape.list(.integer(0...Int.max)).value(of: node, name: name, report: report),
      case .array(let elements) = values
    else { return nil }
    let numbers = elements.compactMap(\.integerValue)
    guard !numbers.isEmpty else {
      report.add("'\(name)' is empty", at: node.location)
      return nil
    }
    for (position, number) in numbers.enumerated() where numbers[..<position].contains(number) {
      report.add("'\(name)' lists \(number) twice", at: node.elements?[position].location ?? node.location)
      return nil
    }
    return numbers.sorted()
  }
}
