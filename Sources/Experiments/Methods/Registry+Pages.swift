import Foundation
import Learning
import Unlearners

extension Registry {
  /// One method a line: its name, and what it does in a sentence.
  public func summariseMethods() -> String {
    let width = Self.unlearners.map(\.name.count).max() ?? 0
    return Self.unlearners.map { entry in
      entry.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + (MethodPage(entry.name)?.summary ?? "")
    }.joined(separator: "\n")
  }

  /// The essentials of a method's page: what it does, whose it is, what it costs and reads, its options.
  ///
  /// Throws:    `DatasetError` for an unknown name, with the nearest known one
  public func showMethod(_ name: String) throws -> String {
    // Also where the page is missing, the name is looked up first.
    let options = try describeMethod(name)
    guard let entry = Self.unlearners.first(where: { $0.name == name }), let page = MethodPage(name) else {
      return options
    }
    let facts = [("source", page.source), ("cost", page.cost), ("page", "docs/methods/\(name).md")]
    let lines = facts.compactMap { label, text in
      text.map { label.padding(toLength: 8, withPad: " ", startingAt: 0) + $0 }
    }
    return (["\(name), version \(entry.version)", "", page.summary, ""] + lines + ["", Self.sheet(entry, page)])
      .joined(separator: "\n")
  }

  /// Options in columns: name, default and range as the program has them, source as the page has it.
  private static func sheet(_ entry: UnlearnerEntry, _ page: MethodPage) -> String {
    let defaults = entry.optionsType.defaults(), rules = entry.optionsType.rules
    let inherited = page.others.flatMap { MethodPage($0) }
    var rows = [["option", "default", "range", "source"]]
    for key in defaults.keys.sorted() {
      let own = page.options.first { $0.name == key }
      let source = own?.source ?? inherited?.options.first { $0.name == key }.map { "\($0.source) (\(page.others!))" }
      rows.append([key, "\(defaults[key]!)", rules[key]?.expectation ?? "", source ?? ""])
    }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let padded = zip(row, widths).map { $0.padding(toLength: $1 + 2, withPad: " ", startingAt: 0) }
      return (padded.joined() + row[3]).trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}
