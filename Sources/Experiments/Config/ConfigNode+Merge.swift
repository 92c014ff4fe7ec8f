extension ConfigNode {
  /// This node with `later` laid over it: mappings merge key by key, anything else is replaced.
  ///
  /// A mapping that names another component (`name`) or another form (`kind`) replaces the earlier one whole: the
  /// options of what is no longer there do not linger.
  func merged(with later: ConfigNode) -> ConfigNode {
    guard let mine = entries, let theirs = later.entries else { return later }
    for key in ["name", "kind"] {
      if let old = self[key]?.string, let new = later[key]?.string, old != new { return later }
    }
    return ConfigNode(.mapping(Self.union(mine, theirs)), at: later.location)
  }

  /// As `merged(with:)` for whole experiments, whose `name` is a title and no component.
  func mergedAsRoot(with later: ConfigNode) -> ConfigNode {
    guard let mine = entries, let theirs = later.entries else { return later }
    return ConfigNode(.mapping(Self.union(mine, theirs)), at: later.location)
  }

  private static func union(_ mine: [Entry], _ theirs: [Entry]) -> [Entry] {
    var result = mine
    for entry in theirs {
      if let index = result.firstIndex(where: { $0.key == entry.key }) {
        result[index] = Entry(
          key: entry.key, keyLocation: entry.keyLocation, value: result[index].value.merged(with: entry.value))
      } else {
        result.append(entry)
      }
    }
    return result
  }

  /// `name` written for `{name: name}`, at the given keys of a mapping.
  func expandingNames(at keys: [String]) -> ConfigNode {
    guard let entries else { return self }
    return ConfigNode(
      .mapping(
        entries.map { entry in
          guard keys.contains(entry.key) else { return entry }
          var expanded = entry
          expanded.value = entry.value.asNamed
          return expanded
        }), at: location)
  }

  /// A string as `{name: string}`; anything else as it is.
  var asNamed: ConfigNode {
    guard string != nil else { return self }
    return ConfigNode(.mapping([Entry(key: "name", keyLocation: location, value: self)]), at: location)
  }
}
