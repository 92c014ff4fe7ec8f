extension Table {
  /// The table as an HTML `figure`, everything escaped.
  ///
  /// Throws:    `ReportError.template`, which would be a fault of the program
  public func html() throws(ReportError) -> String {
    try TemplateRenderer().render("table", templateValues(files: []))
  }

  /// The table for its template.
  func templateValues(files: [(label: String, path: String)]) -> [String: TemplateValue] {
    let layout = TableLayout(self)
    let deviationWidths = columns.indices.map { index in
      layout.rows.map { row -> Int in
        guard case .number(_, let deviation?) = row[index].content else { return 0 }
        // Digits, and "± ", which is as wide as one and a half of them.
        return deviation.count + 2
      }.max() ?? 0
    }
    var groups: [[[String: TemplateValue]]] = []
    for (index, row) in layout.rows.enumerated() {
      if groups.isEmpty || layout.ruledRows.contains(index) { groups.append([]) }
      let cells = row.enumerated().map { column, cell in
        Self.cellValues(cell, alignment: columns[column].alignment, deviationWidth: deviationWidths[column])
      }
      groups[groups.count - 1].append(["cells": .list(cells)])
    }
    return [
      "name": .text(ReportName.safe(name)),
      "title": .text(title),
      "hasCaption": .flag(!fullCaption.isEmpty),
      "caption": .text(fullCaption),
      "columns": .list(
        layout.columns.map { column in
          [
            "header": .text(column.header), "alignment": .text(Self.style(column.alignment)),
            "hasMark": .flag(column.mark != nil), "mark": .text(column.mark ?? ""),
          ]
        }),
      "groups": .list(groups.map { ["rows": .list($0)] }),
      "hasFootnotes": .flag(!layout.footnotes.isEmpty),
      "footnotes": .list(layout.footnotes.map { ["mark": .text($0.mark), "text": .text($0.text)] }),
      "hasRemarks": .flag(!layout.remarks.isEmpty),
      "remarks": .list(
        columns.compactMap { column in
          column.meaning.map { ["hasTerm": .flag(true), "term": .text(column.header), "text": .text($0)] }
        } + footnotes.map { ["hasTerm": .flag(false), "term": .text(""), "text": .text($0)] }),
      "hasFiles": .flag(!files.isEmpty),
      "files": .list(files.map { ["label": .text($0.label), "path": .text($0.path)] }),
    ]
  }

  private static func cellValues(
    _ cell: TableLayout.Cell, alignment: Alignment, deviationWidth: Int
  ) -> [String: TemplateValue] {
    var text = ""
    var deviation: String?
    var style = style(alignment)
    switch cell.content {
    case .text(let words): text = words
    case .missing(let mark):
      text = mark
      style += " missing"
    case .number(let mean, let spread):
      text = mean.replacing("-", with: "−")
      deviation = spread?.replacing("-", with: "−")
    }
    // Where others have a deviation, an empty one keeps the decimal points under each other.
    var isWord = false
    if case .text = cell.content { isWord = true }
    return [
      "text": .text(text), "style": .text(style), "hasDeviation": .flag(deviationWidth > 0 && !isWord),
      "deviation": .text(deviation.map { "± \($0)" } ?? ""), "width": "\(deviationWidth)",
      // The mark follows what is printed last, not the empty place of a deviation.
      "hasEarlyMark": .flag(cell.mark != nil && deviation == nil),
      "hasLateMark": .flag(cell.mark != nil && deviation != nil), "mark": .text(cell.mark ?? ""),
    ]
  }

  private static func style(_ alignment: Alignment) -> String {
    switch alignment {
    case .left: "left"
    case .right: "right"
    }
  }
}
