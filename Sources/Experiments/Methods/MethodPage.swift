import Foundation

/// What a method's page says, taken apart: the one place where a method is described.
struct MethodPage: Equatable {
  /// A row of the table of options, for each option that it names.
  struct Option: Equatable {
    let name: String
    let defaultText: String
    let source: String
  }

  /// The first sentence.
  let summary: String
  /// The paragraph `Source: …`.
  let source: String?
  /// The paragraph `Cost: …`, which ends with what is read.
  let cost: String?
  let options: [Option]
  /// The page of a method whose options hold where this one names none.
  let others: String?

  /// The page of a method; nil when there is none.
  init?(_ name: String) {
    guard let text = MethodPages.texts[name] else { return nil }
    self.init(text: text)
  }

  init(text: String) {
    let paragraphs = text.components(separatedBy: "\n\n").map { $0.trimmingCharacters(in: .newlines) }
    func paragraph(_ word: String) -> String? {
      paragraphs.first { $0.hasPrefix(word + ":") }.map { Self.plain(String($0.dropFirst(word.count + 1))) }
    }
    summary = Self.firstSentence(paragraphs.first { !$0.hasPrefix("#") && !$0.isEmpty }.map(Self.plain) ?? "")
    source = paragraph("Source")
    cost = paragraph("Cost")
    let table = paragraphs.first { $0.hasPrefix("| option | default") } ?? ""
    let rows = table.components(separatedBy: "\n").dropFirst(2).map(Self.cells)
    var options: [Option] = [], source = ""
    for cells in rows where cells.count > 2 && cells[0].contains("`") {
      let names = Self.quoted(cells[0]), texts = Self.values(cells[1]), ownSource = Self.plain(cells[cells.count - 1])
      // In a list of another order "the same" would mean another row.
      if ownSource != "the same" { source = ownSource }
      for (index, name) in names.enumerated() {
        let text = texts.count == names.count ? texts[index] : Self.plain(cells[1])
        options.append(Option(name: name, defaultText: text, source: source))
      }
    }
    self.options = options
    others = rows.first { $0.first == "all others" && $0.count > 1 }.flatMap { cells in
      cells[1].range(of: #"(?<=\()[a-z0-9-]+(?=\.md\))"#, options: .regularExpression).map { String(cells[1][$0]) }
    }
  }

  /// The cells of a row.
  private static func cells(_ row: String) -> [String] {
    row.components(separatedBy: "|").dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// What stands in backticks.
  private static func quoted(_ text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().compactMap { $0 % 2 == 1 ? $1 : nil }
  }

  /// The parts between commas, those in brackets left whole.
  private static func values(_ cell: String) -> [String] {
    var parts = [""], depth = 0
    for character in plain(cell) {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Without the marks of Markdown and line breaks.
  private static func plain(_ text: String) -> String {
    text.replacingOccurrences(of: #"\[([^\]]*)\]\([^)]*\)"#, with: "$1", options: .regularExpression)
      .replacingOccurrences(of: "`", with: "").replacingOccurrences(of: "**", with: "")
      .components(separatedBy: .whitespacesAndNewlines).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func firstSentence(_ text: String) -> String {
    text.range(of: ". ").map { String(text[..<$0.lowerBound]) + "." } ?? text
  }
}
