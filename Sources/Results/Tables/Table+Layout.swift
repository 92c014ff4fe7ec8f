/// A table with its decisions made: texts formatted, footnotes lettered. The renderers only write it down.
struct TableLayout {
  struct Column {
    var header: String
    var alignment: Table.Alignment
    /// Whether any cell holds a number.
    var isNumeric: Bool
    var mark: String?
  }

  struct Cell: Equatable {
    enum Content: Equatable {
      case text(String)
      case number(String, deviation: String?)
      case missing(String)
    }
    var content: Content
    var mark: String?
  }

  struct Footnote: Equatable {
    var mark: String
    var text: String
  }

  var columns: [Column] = []
  var rows: [[Cell]] = []
  /// Rows above which a rule separates controls from the others.
  var ruledRows: Set<Int> = []
  var footnotes: [Footnote] = []
  /// Lines without a mark: the meaning of columns, then the table's own footnotes.
  var remarks: [String] = []

  init(_ table: Table) {
    for (index, column) in table.columns.enumerated() {
      let cells = table.rows.map { $0.cells[index].content }
      var mark: String?
      // A column missing throughout for one reason carries its footnote once, in the header.
      if let reason = Self.commonReason(cells) { mark = footnote(reason) }
      columns.append(
        Column(
          header: column.unit.map { "\(column.header) (\($0))" } ?? column.header, alignment: column.alignment,
          isNumeric: cells.contains { if case .text = $0 { false } else { true } }, mark: mark))
    }
    for (rowIndex, row) in table.rows.enumerated() {
      if rowIndex > 0, row.isControl != table.rows[rowIndex - 1].isControl { ruledRows.insert(rowIndex) }
      rows.append(
        row.cells.enumerated().map { index, cell in
          self.cell(
            cell, format: table.columns[index].format, nominalCount: table.nominalCount,
            headerHasReason: columns[index].mark != nil)
        })
    }
    remarks = table.columns.compactMap { column in column.meaning.map { "\(column.header): \($0)" } }
    remarks += table.footnotes
  }

  private mutating func cell(
    _ cell: Table.Cell, format: NumberFormat, nominalCount: Int?, headerHasReason: Bool
  ) -> Cell {
    switch cell.content {
    case .text(let text):
      return Cell(content: .text(text), mark: cell.note.map { footnote($0) })
    case .number(let value):
      return Cell(content: .number(format.text(value), deviation: nil), mark: cell.note.map { footnote($0) })
    case .statistic(let statistic):
      // A number that rests on fewer samples than the caption says is marked, whoever made the cell.
      let note = cell.note ?? (statistic.count == nominalCount ? nil : "n = \(statistic.count)")
      return Cell(
        content: .number(format.text(statistic.mean), deviation: statistic.standardDeviation.map(format.text)),
        mark: note.map { footnote($0) })
    case .missing(let mark, let reason):
      return Cell(content: .missing(mark), mark: headerHasReason ? nil : footnote(reason))
    }
  }

  private static func commonReason(_ cells: [Table.Cell.Content]) -> String? {
    guard cells.count > 1, case .missing(_, let reason)? = cells.first else { return nil }
    let isCommon = cells.allSatisfy { if case .missing(_, reason) = $0 { true } else { false } }
    return isCommon ? reason : nil
  }

  /// The mark of a footnote; the same text has the same mark.
  private mutating func footnote(_ text: String) -> String {
    if let known = footnotes.first(where: { $0.text == text }) { return known.mark }
    let mark = Self.mark(footnotes.count)
    footnotes.append(Footnote(mark: mark, text: text))
    return mark
  }

  /// a, b, …, z, aa, ab, …
  static func mark(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
    return index < 26 ? letter : mark(index / 26 - 1) + letter
  }
}

extension TableLayout.Cell {
  /// The cell in one line: `98.20 ± 0.31`, without its mark.
  var plain: String {
    switch content {
    case .text(let text), .missing(let text): text
    case .number(let mean, nil): mean
    case .number(let mean, let deviation?): "\(mean) ± \(deviation)"
    }
  }
}
