extension Table {
  /// The table as CSV (RFC 4180): one header line, CRLF, numbers in full precision.
  ///
  /// A column of numbers becomes four: `UA (%) mean`, `UA (%) sd`, `UA (%) n` and `UA (%) note`, the last with the
  /// reason where there is no number. `sd` is empty where there is none; `n` is empty for a number that is no average.
  public func csv() -> String {
    let layout = TableLayout(self)
    var header: [String] = []
    for column in layout.columns {
      let name = column.header
      header += column.isNumeric ? ["\(name) mean", "\(name) sd", "\(name) n", "\(name) note"] : [name]
    }
    var lines = [header]
    for row in rows {
      lines.append(
        zip(layout.columns, row.cells).flatMap { column, cell in
          column.isNumeric ? Self.numericFields(cell) : [Self.word(cell)]
        })
    }
    return lines.map { $0.map(Self.escapeCSV).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func numericFields(_ cell: Cell) -> [String] {
    let note = cell.note ?? ""
    return switch cell.content {
    case .number(let value): ["\(value)", "", "", note]
    case .statistic(let statistic):
      ["\(statistic.mean)", statistic.standardDeviation.map { "\($0)" } ?? "", "\(statistic.count)", note]
    case .missing(let mark, let reason): ["", "", "", mark == "—" ? reason : "\(mark): \(reason)"]
    case .text(let text): ["", "", "", text]
    }
  }

  private static func word(_ cell: Cell) -> String {
    guard case .text(let text) = cell.content else { return "" }
    return text
  }

  /// A field, quoted where a comma, a quote or a line break asks for it.
  static func escapeCSV(_ field: String) -> String {
    let mustQuote = field.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    return mustQuote ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }
}
