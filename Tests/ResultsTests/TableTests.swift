import Testing

@testable import Results

@Suite("Statistics and tables")
struct TableTests {
  @Test("Mean and sample deviation, by hand")
  func statistic() throws {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, 32/7.
    let statistic = try #require(Statistic([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(statistic.count == 8)
    #expect(statistic.mean == 5)
    #expect(try abs(#require(statistic.standardDeviation) - 2.138089935299395) < 1e-15)
    #expect(statistic.minimum == 2)
    #expect(statistic.maximum == 9)
    #expect(statistic.text(.fixed(1)) == "5.0 ± 2.1")
  }

  @Test("One value has no ±; none, or one that is not finite, has no statistic")
  func edges() throws {
    let one = try #require(Statistic([98.2]))
    #expect(one.standardDeviation == nil)
    #expect(one.text() == "98.20 (n=1)")
    #expect(Statistic([]) == nil)
    #expect(Statistic([1, .nan]) == nil)
    #expect(NumberFormat.fixed(2).text(-0.001) == "0.00")
    #expect(NumberFormat.fixed(2).text(-0.006) == "-0.01")
    #expect(NumberFormat.scientific(1).text(4.04e-10) == "4.0e-10")
  }

  /// Two controls, one full row, one row with holes.
  static let table = Table(
    name: "main", title: "Forgetting & recovery", caption: "100 % of_classes.",
    columns: [
      .text("method"),
      .init("UA", unit: "%", meaning: "100 − accuracy on the forget set"),
      .init("loss", format: .scientific(1)),
      .init("CKA"),
    ],
    rows: [
      .init(
        [.text("original"), .statistic(Statistic([0.5, 1.5, 1])!), .number(2e-5), .missing("no features")],
        isControl: true),
      .init(
        [.text("constant | x"), .number(200.0 / 3), .missing("n/a here"), .missing("no features")], isControl: true),
      .init([
        .text("fine_tune"), .statistic(Statistic([90, 100])!), .statistic(Statistic([1e-5, 3e-5, 2e-5])!),
        .missing("no features"),
      ]),
      .init([.text("opc"), .missing("failed: diverged", mark: "failed"), .missing("n/a here"), .missing("no features")]
      ),
    ], footnotes: ["59,907 of 60,000 images."], samples: .seeds([0, 1, 2]))

  @Test("Plain text")
  func text() {
    let expected = """
      Forgetting & recovery
      100 % of_classes. Mean ± sample standard deviation over n = 3 seeds (0–2).
      ────────────────────────────────────────────────────────
      method                 UA (%)               loss  CKA[a]
      ────────────────────────────────────────────────────────
      original       1.00 ± 0.50     2.0e-05                 —
      constant | x  66.67                         —[b]       —
      ────────────────────────────────────────────────────────
      fine_tune     95.00 ± 7.07[c]  2.0e-05 ± 1.0e-05       —
      opc                 failed[d]               —[b]       —
      ────────────────────────────────────────────────────────
      [a] no features
      [b] n/a here
      [c] n = 2
      [d] failed: diverged
      UA: 100 − accuracy on the forget set
      59,907 of 60,000 images.

      """
    #expect(Self.table.text() == expected)
  }

  @Test("Markdown")
  func markdown() {
    let lines = Self.table.markdown().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "### Forgetting &amp; recovery")
    #expect(lines[2].contains("of\\_classes. Mean ± sample standard deviation over n = 3 seeds (0–2)."))
    #expect(lines[4].hasPrefix("| method"))
    #expect(lines[4].hasSuffix("CKA<sup>a</sup> |"))
    #expect(lines[5].hasPrefix("| :-"))
    #expect(lines[5].hasSuffix("-: |"))
    #expect(lines[7].hasPrefix("| constant \\| x "))
    #expect(lines[8].contains("95.00 ± 7.07<sup>c</sup>"))
    #expect(lines.contains("<sup>d</sup> failed: diverged"))
    #expect(Set(lines[4...9].map(\.count)).count == 1, "the source is aligned")
  }

  @Test("CSV: mean, sd and n in columns of their own, full precision, RFC 4180")
  func csv() {
    let lines = Self.table.csv().components(separatedBy: "\r\n")
    #expect(
      lines[0] == "method,UA (%) mean,UA (%) sd,UA (%) n,UA (%) note,loss mean,loss sd,loss n,loss note,"
        + "CKA mean,CKA sd,CKA n,CKA note")
    #expect(lines[1] == "original,1.0,0.5,3,,2e-05,,,,,,,no features")
    #expect(lines[2] == "constant | x,66.66666666666667,,,,,,,n/a here,,,,no features")
    #expect(lines[4] == "opc,,,,failed: failed: diverged,,,,n/a here,,,,no features")
    #expect(lines.last == "")
    #expect(Table.escapeCSV("a,b") == "\"a,b\"")
    #expect(Table.escapeCSV("say \"hi\"") == "\"say \"\"hi\"\"\"")
    #expect(Table.escapeCSV("two\r\nlines") == "\"two\r\nlines\"")
    #expect(Table.escapeCSV("plain") == "plain")
  }

  @Test("LaTeX")
  func latex() {
    let latex = Self.table.latex()
    #expect(latex.contains("\\caption{Forgetting \\& recovery. 100 \\% of\\_classes. Mean $\\pm$ sample"))
    #expect(latex.contains("\\begin{tabular}{l S[table-format=2.2(3)] r S[table-format=1.2]}"))
    #expect(latex.contains("{method} & {UA (\\%)} & {loss} & {CKA\\textsuperscript{a}} \\\\"))
    #expect(latex.contains("original & 1.00 +- 0.50 & \\num{2.0e-05} & {---} \\\\"))
    #expect(latex.contains("fine\\_tune & 95.00 +- 7.07 {\\textsuperscript{c}} & \\num{2.0e-05} $\\pm$ \\num{1.0e-05}"))
    #expect(latex.contains("opc & {failed\\textsuperscript{d}} &"))
    #expect(
      Table.escapeLaTeX("a\\b{c}~^ & % $ # _ < > | ±")
        == "a\\textbackslash{}b\\{c\\}\\textasciitilde{}\\textasciicircum{} \\& \\% \\$ \\# \\_ "
        + "\\textless{} \\textgreater{} \\textbar{} $\\pm$")
  }

  @Test("HTML: everything escaped")
  func html() throws {
    var table = Self.table
    table.title = "<script>alert(\"1\")</script>"
    table.footnotes = ["a < b & c"]
    let html = try table.html()
    #expect(html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"))
    #expect(!html.contains("<script>"))
    #expect(html.contains("a &lt; b &amp; c"))
    #expect(html.contains("± 7.07</span><sup>c</sup></td>"))
    #expect(html.components(separatedBy: "<tbody>").count == 3, "controls and methods are parted")
  }

  @Test("A table of single measurements says so and prints no ±")
  func single() {
    let table = Table(
      name: "one", title: "One", columns: [.init("UA")], rows: [.init([.statistic(Statistic([98.2])!)])],
      samples: .seeds([7]))
    #expect(table.fullCaption == "n = 1 (seed 7): a single measurement has no ±.")
    for form in [table.markdown(), table.text(), table.csv()] { #expect(!form.contains(" ± ")) }
    #expect(!table.latex().contains("+-"))
    #expect(table.latex().contains("S[table-format=2.2]"))
    #expect(table.csv() == "UA mean,UA sd,UA n,UA note\r\n98.2,,1,\r\n")
  }

  @Test("Labels in ranges, marks beyond z")
  func labels() {
    #expect(Table.ranges(["0", "1", "2", "7", "8"]) == "0–2, 7, 8")
    #expect(Table.ranges(["cat", "dog"]) == "cat, dog")
    #expect([0, 25, 26, 27, 52].map(TableLayout.mark) == ["a", "z", "aa", "ab", "ba"])
  }
}
