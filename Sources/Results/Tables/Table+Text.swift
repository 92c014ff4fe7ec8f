extension Table {
  /// The table for a terminal, at most as wide as its columns; captions are wrapped at `width`.
  public func text(width: Int = 100) -> String {
    let layout = TableLayout(self)
    let grid = TableGrid(layout, escape: { Self.singleLine($0) }, mark: { "[\($0)]" })
    let total = grid.widths.reduce(0, +) + 2 * max(0, grid.widths.count - 1)
    let rule = String(repeating: "─", count: total)
    var lines = Self.wrap(title, width: width)
    lines += Self.wrap(fullCaption, width: width)
    lines += [rule, Self.joined(grid.header), rule]
    for (index, row) in grid.rows.enumerated() {
      if layout.ruledRows.contains(index) { lines.append(rule) }
      lines.append(Self.joined(row))
    }
    lines.append(rule)
    for footnote in layout.footnotes {
      lines += Self.wrap("[\(footnote.mark)] \(footnote.text)", width: width, indent: 4)
    }
    for remark in layout.remarks { lines += Self.wrap(remark, width: width, indent: 4) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func joined(_ cells: [String]) -> String {
    var line = cells.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  static func singleLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func wrap(_ text: String, width: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let line = lines.last, line.count + 1 + word.count <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append((lines.isEmpty ? "" : String(repeating: " ", count: indent)) + word)
      }
    }
    return lines
  }
}
