import Archive
import Foundation
import Testing

@testable import Results

@Suite("Report")
struct ReportTests {
  @Test("The page renders every template, escaped, in one file")
  func page() async throws {
    try await Fixtures.withFolder { folder in
      // A folder given from outside keeps the sample, to be looked at.
      let target = ProcessInfo.processInfo.environment["LETHE_SAMPLE_REPORT"].map { URL(filePath: $0) } ?? folder
      let written = try await SampleReport.report.write(to: target)
      let html = try Fixtures.text(written.index)
      // One by one and by name: a failure should not print the page.
      for words in [
        "Class forgetting on glyphs &lt;&amp;&gt;", "data:image/png;base64,iVBORw0KGgo",
        "diverged at step 812 (loss NaN)",
        "../cells/unlearn-00000000000000ga/log.txt", "retain accuracy collapsed",
        "lethe run experiments/quickstart.yaml",
      ] {
        let isThere = html.contains(words)
        #expect(isThere, "\(words)")
      }
      for words in ["<&>", "{{"] {
        let isThere = html.contains(words)
        #expect(!isThere, "\(words)")
      }
      // Self-contained: nothing is fetched.
      let fetches = ["src=\"http", "<link", "<script", "@import"].filter { html.contains($0) }
      #expect(fetches.isEmpty)
      for name in [
        "tables/main.md", "tables/main.tex", "tables/main.csv", "figures/recovery.dat", "figures/recovery.gp",
        "figures/inversion.png",
      ] {
        #expect(FileManager.default.fileExists(atPath: target.appending(path: name).path), "\(name)")
      }
    }
  }

  @Test("The same report is the same bytes")
  func deterministic() async throws {
    try await Fixtures.withFolder { folder in
      let first = try await SampleReport.report.write(to: folder.appending(path: "a"))
      let second = try await SampleReport.report.write(to: folder.appending(path: "b"))
      #expect(try Data(contentsOf: first.index) == Data(contentsOf: second.index))
    }
  }

  @Test("Without gnuplot the page says so")
  func withoutGnuplot() async throws {
    try await Fixtures.withFolder { folder in
      let written = try await SampleReport.report.write(to: folder, gnuplot: Gnuplot(executable: "no-such-gnuplot"))
      #expect(written.notes.contains { $0.contains("gnuplot was not found") })
      #expect(try Fixtures.text(written.index).contains("gnuplot was not found"))
    }
  }

  @Test("A report of nothing is still a page")
  func empty() async throws {
    try await Fixtures.withFolder { folder in
      let written = try await Report(title: "Empty", reproduce: "make run").write(to: folder)
      let html = try Fixtures.text(written.index)
      #expect(html.contains("<h1>Empty</h1>"))
      #expect(!html.contains("id=\"cells\""))
    }
  }

  @Test("Names that are not known to a template are refused, each in its own section")
  func unknownName() throws {
    let templates = ["page": "{{#items}}{{title}}{{naem}}{{/items}}", "broken": "{{#open}}"]
    #expect(throws: ReportError.self) { try TemplateRenderer(templates: templates) }
    let renderer = try TemplateRenderer(templates: ["page": templates["page"]!])
    let items = TemplateValue.list([["title": "inner"]])
    #expect(throws: ReportError.template(name: "page", detail: "no value for naem")) {
      try renderer.render("page", ["items": items, "title": "outer"])
    }
    #expect(throws: ReportError.template(name: "other", detail: "there is no such template")) {
      try renderer.render("other", [:])
    }
    #expect(
      try TemplateRenderer(templates: ["t": "a{{x}}"]).render("t", ["x": "<&>\"'"]) == "a&lt;&amp;&gt;&quot;&#39;")
  }

  @Test("Two parts of one name are refused before anything is written")
  func duplicates() async throws {
    try await Fixtures.withFolder { folder in
      var report = SampleReport.report
      report.tables.append(report.tables[0])
      await #expect(throws: ReportError.duplicateName("main")) { try await report.write(to: folder) }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.isEmpty)
    }
  }

  @Test("A folder that cannot be made is a typed error")
  func unwritable() async throws {
    try await Fixtures.withFolder { folder in
      let file = folder.appending(path: "file")
      try Data().write(to: file)
      await #expect(throws: ArchiveError.self) { try await SampleReport.report.write(to: file) }
    }
  }

  @Test("Quantities in words")
  func wording() {
    #expect(Wording.duration(3.14) == "3.1 s")
    #expect(Wording.duration(59.4) == "59 s")
    #expect(Wording.duration(250) == "4 min 10 s")
    #expect(Wording.duration(7325) == "2 h 2 min")
    #expect(Wording.memory(300 << 20) == "300 MiB")
    #expect(Wording.memory(3 << 29) == "1.5 GiB")
    #expect(ReportName.safe("../a b/ü") == "-a-b--")
  }
}
