/// Bars in groups, one colour a series, with error bars of one sample standard deviation.
public struct BarChart: Sendable {
  public struct Bars: Sendable {
    public var name: String
    /// One for each group; nil leaves a hole, marked "n/a".
    public var values: [Statistic?]

    public init(_ name: String, values: [Statistic?]) {
      self.name = name
      self.values = values
    }
  }

  public var name: String
  public var title: String
  public var caption: String
  public var yLabel: String
  /// Nil lets the data decide, from zero where they are positive.
  public var yRange: ClosedRange<Double>?
  public var groups: [String]
  public var bars: [Bars]
  public var references: [ReferenceLevel]

  public init(
    name: String, title: String, caption: String = "", yLabel: String, yRange: ClosedRange<Double>? = nil,
    groups: [String], bars: [Bars], references: [ReferenceLevel] = []
  ) {
    for series in bars {
      precondition(
        series.values.count == groups.count,
        "figure '\(name)': '\(series.name)' has \(series.values.count) values for \(groups.count) groups")
    }
    self.name = name
    self.title = title
    self.caption = caption
    self.yLabel = yLabel
    self.yRange = yRange
    self.groups = groups
    self.bars = bars
    self.references = references
  }

  /// The chart as a gnuplot script and its data.
  public var figure: Figure {
    let stem = ReportName.safe(name)
    return Figure(name: stem, title: title, caption: caption, data: data, script: script(stem))
  }

  private var data: String {
    let heads = bars.flatMap { ["\(GnuplotScript.field(word: $0.name)) mean", "sd", "n"] }
    var lines = ["# " + (["group"] + heads).joined(separator: "\t")]
    for (index, group) in groups.enumerated() {
      let fields = bars.flatMap { series -> [String] in
        guard let value = series.values[index] else { return ["?", "?", "0"] }
        return [
          GnuplotScript.field(value.mean), GnuplotScript.field(value.standardDeviation), String(value.count),
        ]
      }
      lines.append(([GnuplotScript.field(word: group)] + fields).joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var hasNegativeValue: Bool {
    bars.flatMap(\.values).contains { ($0?.mean ?? 0) < 0 }
  }

  private func script(_ stem: String) -> String {
    // Groups stand one apart, and their bars share 0.8 of that.
    let barWidth = 0.8 / Double(max(1, bars.count))
    func offset(_ series: Int) -> Double { (Double(series) - Double(bars.count - 1) / 2) * barWidth }
    func number(_ value: Double) -> String { NumberFormat.fixed(4).text(value) }

    var lines = GnuplotScript.header(name: stem)
    lines.append("set ylabel \(GnuplotScript.quoted(yLabel))")
    lines.append("set xrange [-0.6:\(number(Double(max(1, groups.count)) - 0.4))]")
    if let yRange {
      lines.append("set yrange [\(yRange.lowerBound):\(yRange.upperBound)]")
    } else if !hasNegativeValue {
      lines.append("set yrange [0:*]")
    }
    lines.append("set xzeroaxis linetype 1 linecolor rgb '#555555'")
    lines += ticks
    for (index, series) in bars.enumerated() {
      for (group, value) in series.values.enumerated() where value == nil {
        lines.append(
          "set label 'n/a' at first \(number(Double(group) + offset(index))), graph 0.015 left rotate by 90 "
            + "font ',10' textcolor rgb '#888888'")
      }
    }
    var plot: [String] = []
    for (index, series) in bars.enumerated() {
      let column = 2 + 3 * index
      plot.append(
        "'\(stem).dat' using ($0+\(number(offset(index)))):\(column):(\(number(barWidth * 0.94)))"
          + "with boxes linecolor rgb '\(GnuplotScript.colour(index))' title \(GnuplotScript.quoted(series.name))")
    }
    for index in bars.indices {
      // Arrows with heads of 90° are error bars; gnuplot's own wipe a disc around their middle.
      let (mean, deviation) = (2 + 3 * index, 3 + 3 * index)
      plot.append(
        "'\(stem).dat' using ($0+\(number(offset(index)))):($\(mean)-$\(deviation)):(0):(2*$\(deviation)) "
          + "with vectors heads size screen 0.004,90 linewidth 1.2 linecolor rgb '#222222' notitle")
    }
    for (index, reference) in references.enumerated() {
      plot.append(
        "\(reference.value) with lines dashtype \(index % 4 + 2) linewidth 1.4 linecolor rgb '#444444' "
          + "title \(GnuplotScript.quoted(reference.label))")
    }
    lines += GnuplotScript.drawing(name: stem, width: width, height: 420, plot: plot)
    return lines.joined(separator: "\n") + "\n"
  }

  private var width: Int { min(1400, max(820, 30 * groups.count * max(1, bars.count))) }

  /// The groups' names under their bars: broken at hyphens and spaces, slanted where that is not enough.
  private var ticks: [String] {
    let room = (width - 110) / max(1, groups.count) / 8
    func parts(_ name: String) -> [String] {
      var parts: [String] = [""]
      for character in Table.singleLine(name) {
        parts[parts.count - 1].append(character)
        if "- ".contains(character) { parts.append("") }
      }
      return parts.filter { !$0.isEmpty }
    }
    let isTooLong = groups.contains { $0.count > room }
    let isBroken = isTooLong && groups.allSatisfy { group in parts(group).allSatisfy { $0.count <= room } }
    let labels = groups.enumerated().map { index, group in
      let pieces = isBroken ? parts(group) : [group]
      // Single quotes know no line break: it is added between the pieces.
      return pieces.map(GnuplotScript.quoted).joined(separator: ".\"\\n\".") + " \(index)"
    }
    // gnuplot leaves room for one line only.
    let margin = isBroken ? ["set bmargin 3.4"] : []
    let slant = isTooLong && !isBroken ? ["set xtics rotate by -25 left"] : []
    return margin + slant + ["set xtics (\(labels.joined(separator: ", ")))"]
  }
}
