import Foundation
import Testing

@testable import Results

@Suite("Figures")
struct FigureTests {
  static let bars = BarChart(
    name: "recovery bars", title: "Recovery", yLabel: "UA (%)", yRange: 0...105, groups: ["retrain", "l1_sparse's"],
    bars: [
      .init("before", values: [Statistic([100, 98]), Statistic([99])]),
      .init("HR", values: [Statistic([30, 32, 34]), nil]),
    ], references: [.init("constant predictor", value: 66.7)])

  static let lines = LineChart(
    name: "loss", title: "Loss", xLabel: "epoch", yLabel: "loss", hasLogarithmicY: true,
    curves: [
      .init(
        "opc",
        mean: [
          Series(name: "s", xLabel: "epoch", x: [1, 2, 3], y: [1, 0.5, 0.25]),
          Series(name: "s", xLabel: "epoch", x: [1, 2, 3], y: [3, nil, 0.75]),
        ]), .init("empty", x: [1], y: [nil]), .init("plain", x: [1, 2], y: [2, 1]),
    ])

  @Test("Bar data: mean, sd and n; missing values are question marks")
  func barData() {
    let figure = Self.bars.figure
    #expect(figure.name == "recovery-bars")
    #expect(
      figure.data == """
        # group\tbefore mean\tsd\tn\tHR mean\tsd\tn
        retrain\t99.0\t1.4142135623730951\t2\t32.0\t2.0\t3
        l1_sparse's\t99.0\t?\t1\t?\t?\t0

        """)
    #expect(figure.script.contains("title 'constant predictor'"))
    #expect(figure.script.contains("set label 'n/a' at first 1.2000"))
  }

  @Test("Line data: a hole breaks the line, a curve without points is left out")
  func lineData() {
    let data = Self.lines.figure.data
    #expect(
      data
        == "# opc\n# x\ty\tsd\n1.0\t2.0\t1.4142135623730951\n\n3.0\t0.5\t0.3535533905932738\n\n\n# plain\n# x\ty\tsd\n1.0\t2.0\t?\n2.0\t1.0\t?\n"
    )
  }

  @Test("A logarithmic axis is asked for by name")
  func logarithmicX() {
    var chart = Self.lines
    #expect(!chart.figure.script.contains("set logscale x"))
    chart.hasLogarithmicX = true
    #expect(chart.figure.script.contains("set logscale x\nset format x '%g'"))
  }

  @Test("Words cannot leave a gnuplot literal")
  func quoting() {
    #expect(GnuplotScript.quoted("it's `rm -rf`\n\"x\"") == "'it''s `rm -rf` \"x\"'")
    #expect(GnuplotScript.field(word: "a\tb\"c") == "a b'c")
  }

  @Test(
    "gnuplot draws both charts, the same bytes each time", .enabled(if: Self.hasGnuplot, "gnuplot is not installed"))
  func drawing() async throws {
    try await Fixtures.withFolder { folder in
      for figure in [Self.bars.figure, Self.lines.figure] {
        let first = try await Gnuplot().draw(figure, in: folder)
        #expect(first.note == nil)
        #expect(first.svg != nil)
        #expect(first.png != nil)
        #expect(try await Gnuplot().draw(figure, in: folder) == first)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(
        names == ["loss.dat", "loss.gp", "loss.png", "loss.svg"]
          + ["dat", "gp", "png", "svg"].map { "recovery-bars.\($0)" })
    }
  }

  @Test("Without gnuplot the data and the script are there, a note says so, and no stale picture stays")
  func missingProgram() async throws {
    try await Fixtures.withFolder { folder in
      let stale = folder.appending(path: "loss.svg")
      try Data("<svg></svg>".utf8).write(to: stale)
      let drawing = try await Gnuplot(executable: "no-such-gnuplot").draw(Self.lines.figure, in: folder)
      #expect(drawing.svg == nil)
      #expect(drawing.note?.contains("gnuplot was not found") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["loss.dat", "loss.gp"])
    }
  }

  @Test("A script that gnuplot refuses becomes a note", .enabled(if: Self.hasGnuplot, "gnuplot is not installed"))
  func badScript() async throws {
    try await Fixtures.withFolder { folder in
      let figure = Figure(name: "bad", title: "", data: "", script: "set nonsense 1\n")
      let drawing = try await Gnuplot().draw(figure, in: folder)
      #expect(drawing.svg == nil)
      #expect(drawing.note?.contains("gnuplot failed on bad.gp") == true)
    }
  }

  @Test("Both layouts give the same picture; values are clamped and rounded")
  func picture() {
    let last = Picture(
      pixels: [0, 0.5, 1, -1, 2, .nan], height: 1, width: 2, channelCount: 3, layout: .channelsLast)
    #expect(last.bytes == [0, 128, 255, 0, 255, 0])
    let first = Picture(
      pixels: [0, -1, 0.5, 2, 1, .nan], height: 1, width: 2, channelCount: 3, layout: .channelsFirst)
    #expect(first == last)
    let batch = Picture.batch([0, 1, 1, 0], height: 1, width: 2, channelCount: 1, layout: .channelsFirst)
    #expect(batch.map(\.bytes) == [[0, 255], [255, 0]])
  }

  @Test("A grid enlarges by repetition and leaves white between")
  func grid() {
    let black = Picture(pixels: [0, 1], height: 1, width: 2, channelCount: 1, layout: .channelsLast)
    let grid = PictureGrid(name: "g", title: "G", rows: [.init("r", [black, nil, black])], scale: 2)
    let image = grid.composed()
    #expect(image.height == 2)
    #expect(image.width == 3 * 4 + 2 * 8)
    let red = stride(from: 0, to: image.width * 3, by: 3).map { image.bytes[$0] }
    let cell: [UInt8] = [0, 0, 255, 255]
    #expect(red == cell + Array(repeating: 255, count: 8 + 4 + 8) + cell)
    #expect(Array(image.bytes.prefix(image.width * 3)) == Array(image.bytes.suffix(image.width * 3)))
    #expect(Array(grid.png().prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  static let hasGnuplot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
}
