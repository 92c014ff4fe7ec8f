extension Table {
  /// The table as GitHub-flavoured Markdown.
  public func markdown() -> String {
    let layout = TableLayout(self)
    let grid = TableGrid(layout, escape: Self.escapeMarkdown, mark: { "<sup>\($0)</sup>" })
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    let delimiters = zip(layout.columns, grid.widths).map { column, width in
      let dashes = String(repeating: "-", count: max(2, width - 1))
      return column.alignment == .left ? ":" + dashes : dashes + ":"
    }
    var lines = ["### \(Self.escapeMarkdown(title))", ""]
    if !fullCaption.isEmpty { lines += [Self.escapeMarkdown(fullCaption), ""] }
    lines += [line(grid.header), line(delimiters)]
    lines += grid.rows.map(line)
    let notes =
      layout.footnotes.map { "<sup>\($0.mark)</sup> \(Self.escapeMarkdown($0.text))" }
      + layout.remarks.map(Self.escapeMarkdown)
    // A blank line between notes keeps each its own paragraph.
    if !notes.isEmpty { lines += ["", notes.joined(separator: "\n\n")] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Words that Markdown shows as they are, also inside a table's cell.
  static func escapeMarkdown(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "_", "`", "[", "]", "#", "~": result += "\\\(character)"
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
