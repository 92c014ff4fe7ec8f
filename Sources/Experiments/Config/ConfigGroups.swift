import Foundation

/// `use: {model: resnet18, recipe: [standard, short]}`: fragments of experiments kept in
/// `_groups/<group>/<name>.yaml`, beside the experiment or in `experiments/`.
struct ConfigGroups {
  let experimentPath: String
  let report: ConfigReport

  /// The fragments in the order in which they are named.
  func layers(of use: ConfigNode?) -> [ConfigNode] {
    guard let use, use.isPresent else { return [] }
    guard let entries = use.entries else {
      report.add("'use': expected a mapping such as {model: resnet18}, found \(use.found)", at: use.location)
      return []
    }
    return entries.flatMap { entry -> [ConfigNode] in
      guard groupNames.contains(entry.key) else {
        let remedy = Suggestion.remedy(for: entry.key, in: groupNames, noun: "groups")
        report.add("unknown group '\(entry.key)' in 'use'\(remedy)", at: entry.keyLocation)
        return []
      }
      return (entry.value.elements ?? [entry.value]).compactMap { layer(group: entry.key, node: $0) }
    }
  }

  /// The sheet that `recipe: tuned` stands for.
  func tunedSheet(data: String, model: String, asked: ConfigNode) -> ConfigNode? {
    let name = "\(data)-\(model)"
    let known = Set(folders.flatMap { SourceFile.yamlStems(in: "\($0)/\(TunedSheet.keyword)") })
    guard known.contains(name) else {
      report.add(
        "'recipe: tuned' needs a sheet for '\(data)' and '\(model)', and there is no "
          + "\(folders[0])/\(TunedSheet.keyword)/\(name).yaml — make it with `lethe tune`"
          + (known.isEmpty
            ? "" : ", or name one under use: {tuned: …} (known: \(known.sorted().joined(separator: ", ")))"),
        at: asked.location)
      return nil
    }
    return layer(group: TunedSheet.keyword, node: ConfigNode(.string(name), at: asked.location))
  }

  private func layer(group: String, node: ConfigNode) -> ConfigNode? {
    guard let name = node.string else {
      report.add("'use.\(group)': expected the name of a group file, found \(node.found)", at: node.location)
      return nil
    }
    let folder = folders.map { "\($0)/\(group)" }.first { SourceFile.yamlStems(in: $0).contains(name) }
    guard let folder else {
      let known = Set(folders.flatMap { SourceFile.yamlStems(in: "\($0)/\(group)") })
      let near = Suggestion.nearest(to: name, in: known).map { " — did you mean '\($0)'?" } ?? ""
      let list = known.isEmpty ? "" : " (known: \(known.sorted().joined(separator: ", ")))"
      report.add("unknown \(group) group '\(name)'\(near)\(list)", at: node.location)
      return nil
    }
    let path = "\(folder)/\(name).yaml"
    guard let text = SourceFile.read(path, kind: "group", report: report) else { return nil }
    report.sources.add(text, path: path)
    guard
      let fragment = ConfigNode.parse(text, report: report, place: { .file(path: path, line: $0, column: $1) })
    else { return nil }
    guard let entries = fragment.entries else {
      report.add(
        "expected a fragment of an experiment such as '\(group): …', found \(fragment.found)",
        at: fragment.location)
      return nil
    }
    for entry in entries where entry.key == "use" || entry.key == "name" {
      report.add("'\(entry.key)' belongs in an experiment, not in a group", at: entry.keyLocation)
    }
    return ConfigNode(.mapping(entries.filter { $0.key != "use" && $0.key != "name" }), at: fragment.location)
  }

  private var folders: [String] {
    let beside = (experimentPath as NSString).deletingLastPathComponent
    let own = beside.isEmpty ? "_groups" : "\(beside)/_groups"
    return own == "experiments/_groups" ? [own] : [own, "experiments/_groups"]
  }

  private var groupNames: Set<String> {
    Set(
      folders.flatMap { folder in
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
          var isFolder: ObjCBool = false
          return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            && isFolder.boolValue
        }
      })
  }
}
