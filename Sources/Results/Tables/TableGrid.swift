/// Cells padded to equal widths, shared by the renderers whose source is read as text.
struct TableGrid {
  var header: [String]
  var rows: [[String]]
  var widths: [Int]

  /// Pads a layout's cells so that means, deviations and marks stand under each other.
  ///
  /// `escape` is applied to words, `mark` writes a footnote's mark.
  init(_ layout: TableLayout, escape: (String) -> String, mark: (String) -> String) {
    header = layout.columns.map { escape($0.header) + ($0.mark.map(mark) ?? "") }
    rows = Array(repeating: [], count: layout.rows.count)
    widths = []
    for (index, column) in layout.columns.enumerated() {
      let cells = layout.rows.map { $0[index] }
      let texts = Self.aligned(cells, escape: escape, mark: mark)
      let width = ([header[index].count] + texts.map(\.count)).max() ?? 0
      widths.append(width)
      header[index] = Self.pad(header[index], to: width, column.alignment)
      for (row, text) in texts.enumerated() { rows[row].append(Self.pad(text, to: width, column.alignment)) }
    }
  }

  private static func aligned(
    _ cells: [TableLayout.Cell], escape: (String) -> String, mark: (String) -> String
  ) -> [String] {
    var meanWidth = 0
    var deviationWidth = 0
    var markWidth = 0
    for cell in cells {
      guard case .number(let mean, let deviation) = cell.content else { continue }
      meanWidth = max(meanWidth, mean.count)
      deviationWidth = max(deviationWidth, deviation?.count ?? 0)
      markWidth = max(markWidth, cell.mark.map { mark($0).count } ?? 0)
    }
    return cells.map { cell in
      let suffix = cell.mark.map(mark) ?? ""
      switch cell.content {
      case .text(let text), .missing(let text):
        return escape(text) + suffix
      case .number(let mean, let deviation):
        let tail = deviation.map { " ± " + pad($0, to: deviationWidth, .right) } ?? ""
        let tailWidth = deviationWidth == 0 ? 0 : deviationWidth + 3
        return pad(mean, to: meanWidth, .right) + pad(tail, to: tailWidth, .left) + pad(suffix, to: markWidth, .left)
      }
    }
  }

  static func pad(_ text: String, to width: Int, _ alignment: Table.Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return alignment == .left ? text + space : space + text
  }
}
