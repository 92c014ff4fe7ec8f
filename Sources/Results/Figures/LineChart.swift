/// Curves, with a band of one standard deviation where there is one.
public struct LineChart: Sendable {
  public struct Curve: Sendable {
    public var name: String
    public var x: [Double]
    /// A hole breaks the line.
    public var y: [Double?]
    public var deviation: [Double?]

    public init(_ name: String, x: [Double], y: [Double?], deviation: [Double?]? = nil) {
      precondition(x.count == y.count, "curve '\(name)': \(x.count) x, \(y.count) y")
      precondition(
        deviation.map { $0.count == y.count } ?? true, "curve '\(name)': a deviation is needed for each y")
      self.name = name
      self.x = x
      self.y = y
      self.deviation = deviation ?? Array(repeating: nil, count: y.count)
    }

    /// One curve of a record.
    public init(_ series: Series, name: String? = nil) {
      self.init(name ?? series.name, x: series.x, y: series.y)
    }

    /// The mean and deviation of several curves over the positions that all of them have.
    public init(_ name: String, mean curves: [Series]) {
      let shared = (curves.first?.x ?? []).filter { x in curves.allSatisfy { $0.x.contains(x) } }
      let statistics = shared.map { x in
        let values = curves.compactMap { curve in curve.x.firstIndex(of: x).flatMap { curve.y[$0] } }
        // A position where a curve has a hole has no honest mean over all.
        return values.count == curves.count ? Statistic(values) : nil
      }
      self.init(name, x: shared, y: statistics.map { $0?.mean }, deviation: statistics.map { $0?.standardDeviation })
    }
  }

  public var name: String
  public var title: String
  public var caption: String
  public var xLabel: String
  public var yLabel: String
  public var hasLogarithmicX: Bool
  public var hasLogarithmicY: Bool
  public var yRange: ClosedRange<Double>?
  public var curves: [Curve]
  public var references: [ReferenceLevel]

  public init(
    name: String, title: String, caption: String = "", xLabel: String, yLabel: String,
    hasLogarithmicX: Bool = false, hasLogarithmicY: Bool = false, yRange: ClosedRange<Double>? = nil, curves: [Curve],
    references: [ReferenceLevel] = []
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.hasLogarithmicX = hasLogarithmicX
    self.hasLogarithmicY = hasLogarithmicY
    self.yRange = yRange
    self.curves = curves
    self.references = references
  }

  /// The chart as a gnuplot script and its data.
  public var figure: Figure {
    let stem = ReportName.safe(name)
    return Figure(name: stem, title: title, caption: caption, data: data, script: script(stem))
  }

  /// A curve without a point has no block in the data: gnuplot would stop at it.
  private var drawn: [Int] {
    curves.indices.filter { curves[$0].y.contains { $0 != nil } }
  }

  private var data: String {
    // Two blank lines part the blocks that `index` counts; one blank line breaks a line at a hole.
    drawn.map { number in
      let curve = curves[number]
      var lines = ["# \(GnuplotScript.field(word: curve.name))", "# x\ty\tsd"]
      for index in curve.x.indices {
        guard let y = curve.y[index] else {
          if lines.last != "" { lines.append("") }
          continue
        }
        lines.append(
          [curve.x[index], y, curve.deviation[index]].map { GnuplotScript.field($0) }.joined(separator: "\t"))
      }
      while lines.last == "" { lines.removeLast() }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n\n") + "\n"
  }

  private func script(_ stem: String) -> String {
    var lines = GnuplotScript.header(name: stem)
    lines.append("set xlabel \(GnuplotScript.quoted(xLabel))")
    lines.append("set ylabel \(GnuplotScript.quoted(yLabel))")
    if hasLogarithmicX { lines += ["set logscale x", "set format x '%g'"] }
    if hasLogarithmicY { lines += ["set logscale y", "set format y '%g'"] }
    if let yRange { lines.append("set yrange [\(yRange.lowerBound):\(yRange.upperBound)]") }
    var plot: [String] = []
    for (block, index) in drawn.enumerated() where curves[index].deviation.contains(where: { $0 != nil }) {
      plot.append(
        "'\(stem).dat' index \(block) using 1:($2-$3):($2+$3) with filledcurves fillstyle transparent solid 0.15 "
          + "noborder linecolor rgb '\(GnuplotScript.colour(index))' notitle")
    }
    for (block, index) in drawn.enumerated() {
      let style = curves[index].x.count <= 30 ? "linespoints pointtype 7 pointsize 0.5" : "lines"
      plot.append(
        "'\(stem).dat' index \(block) using 1:2 with \(style) linewidth 1.8 "
          + "linecolor rgb '\(GnuplotScript.colour(index))' title \(GnuplotScript.quoted(curves[index].name))")
    }
    for (index, reference) in references.enumerated() {
      plot.append(
        "\(reference.value) with lines dashtype \(index % 4 + 2) linewidth 1.4 linecolor rgb '#444444' "
          + "title \(GnuplotScript.quoted(reference.label))")
    }
    lines += GnuplotScript.drawing(name: stem, width: 820, height: 400, plot: plot)
    return lines.joined(separator: "\n") + "\n"
  }
}
