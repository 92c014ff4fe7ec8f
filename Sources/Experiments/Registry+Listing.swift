import Foundation
import Learning
import Unlearners

extension Registry {
  /// A method's options, their defaults and what they accept.
  ///
  /// Throws:    `DatasetError` for an unknown name, with the nearest known one
  public func describeMethod(_ name: String) throws -> String {
    guard let entry = Self.unlearners.first(where: { $0.name == name }) else {
      let known = Self.unlearners.map(\.name)
      throw DatasetError(
        description: "there is no method '\(name)'"
          + (nearest(to: name, in: known).map { " — did you mean '\($0)'?" } ?? "")
          + " (known: \(known.joined(separator: ", ")))")
    }
    let defaults = entry.optionsType.defaults(), rules = entry.optionsType.rules
    let width = defaults.keys.map(\.count).max() ?? 0
    let lines = defaults.keys.sorted().map { key in
      "  " + key.padding(toLength: width + 2, withPad: " ", startingAt: 0)
        + "\(defaults[key]!)".padding(toLength: 14, withPad: " ", startingAt: 0) + (rules[key]?.expectation ?? "")
    }
    let searched = entry.searchSpace.map { "  \($0)" }
    let search = ["searched by `lethe tune`:"] + (searched.isEmpty ? ["  nothing"] : searched)
    return (["\(entry.name), version \(entry.version); docs/methods/\(entry.name).md"] + lines + search).joined(
      separator: "\n")
  }
}
