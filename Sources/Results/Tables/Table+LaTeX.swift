extension Table {
  /// The table for a paper: booktabs rules, siunitx `S` columns that align on the decimal point.
  ///
  /// Needs `\usepackage{booktabs,siunitx}`, siunitx from version 3; plain LaTeX with UTF-8 input otherwise.
  public func latex() -> String {
    let layout = TableLayout(self)
    let specification = columns.indices.map { latexColumn($0, layout) }.joined(separator: " ")
    var lines = [
      "% \\usepackage{booktabs,siunitx}  % siunitx 3",
      "\\begin{table}",
      "  \\centering",
      "  \\sisetup{uncertainty-mode=separate,retain-zero-uncertainty=true}",
      "  \\caption{\(Self.escapeLaTeX([title.isEmpty ? "" : title + ".", fullCaption].joined(separator: " ")))}",
      "  \\label{tab:\(ReportName.safe(name))}",
      "  \\begin{tabular}{\(specification)}",
      "    \\toprule",
      "    " + layout.columns.map { "{\(Self.escapeLaTeX($0.header))\(Self.mark($0.mark))}" }.joined(separator: " & ")
        + " \\\\",
      "    \\midrule",
    ]
    for (index, row) in layout.rows.enumerated() {
      if layout.ruledRows.contains(index) { lines.append("    \\midrule") }
      let cells = row.enumerated().map { latexCell($1, usesS: usesS($0, layout)) }
      lines.append("    " + cells.joined(separator: " & ") + " \\\\")
    }
    lines += ["    \\bottomrule", "  \\end{tabular}"]
    let notes =
      layout.footnotes.map { "\(Self.mark($0.mark)) \(Self.escapeLaTeX($0.text))" }
      + layout.remarks.map(Self.escapeLaTeX)
    if !notes.isEmpty {
      lines += ["", "  \\par\\medskip", "  \\begin{minipage}{\\linewidth}\\footnotesize\\raggedright"]
      lines += ["    " + notes.joined(separator: "\\\\\n    "), "  \\end{minipage}"]
    }
    lines.append("\\end{table}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// `S` columns know nothing of an exponent with an uncertainty: those are set as text, number by number.
  private func usesS(_ index: Int, _ layout: TableLayout) -> Bool {
    guard case .fixed = columns[index].format else { return false }
    return layout.columns[index].isNumeric
  }

  private func latexColumn(_ index: Int, _ layout: TableLayout) -> String {
    guard usesS(index, layout) else { return columns[index].alignment == .left ? "l" : "r" }
    guard case .fixed(let decimals) = columns[index].format else { return "r" }
    var integerDigits = 1
    var uncertaintyDigits = 0
    var isNegative = false
    for case .number(let mean, let deviation) in layout.rows.map({ $0[index].content }) {
      isNegative = isNegative || mean.hasPrefix("-")
      integerDigits = max(integerDigits, mean.prefix { $0 != "." }.count { $0.isNumber })
      // siunitx counts an uncertainty in units of the last decimal: ± 0.31 at two decimals has two digits.
      let digits = (deviation ?? "").filter(\.isNumber).drop { $0 == "0" }.count
      uncertaintyDigits = max(uncertaintyDigits, deviation == nil ? 0 : max(1, digits))
    }
    let uncertainty = uncertaintyDigits == 0 ? "" : "(\(uncertaintyDigits))"
    return "S[table-format=\(isNegative ? "-" : "")\(integerDigits).\(decimals)\(uncertainty)]"
  }

  private func latexCell(_ cell: TableLayout.Cell, usesS: Bool) -> String {
    let mark = Self.mark(cell.mark)
    switch cell.content {
    case .text(let text):
      return usesS ? "{\(Self.escapeLaTeX(text))\(mark)}" : Self.escapeLaTeX(text) + mark
    case .missing(let text):
      return "{\(Self.escapeLaTeX(text))\(mark)}"
    case .number(let mean, let deviation):
      if usesS {
        return mean + (deviation.map { " +- \($0)" } ?? "") + (mark.isEmpty ? "" : " {\(mark)}")
      }
      return "\\num{\(mean)}" + (deviation.map { " $\\pm$ \\num{\($0)}" } ?? "") + mark
    }
  }

  private static func mark(_ mark: String?) -> String {
    mark.map { "\\textsuperscript{\($0)}" } ?? ""
  }

  /// Words that LaTeX sets as they are.
  static func escapeLaTeX(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "|": result += "\\textbar{}"
      case "±": result += "$\\pm$"
      case "−": result += "$-$"
      case "×": result += "$\\times$"
      case "≤": result += "$\\leq$"
      case "≥": result += "$\\geq$"
      case "→": result += "$\\to$"
      case "—": result += "---"
      case "–": result += "--"
      case "θ": result += "$\\theta$"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
