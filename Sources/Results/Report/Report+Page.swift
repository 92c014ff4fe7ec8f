import Foundation

extension Report {
  /// The whole page as values of its template.
  func pageValues(
    figures drawn: [(figure: Figure, drawing: Gnuplot.Drawing)], grids images: [(grid: PictureGrid, png: Data)]
  ) -> [String: TemplateValue] {
    let failures = cells.filter { $0.failure != nil }
    let notes = noteValues(drawn.compactMap(\.drawing.note))
    return [
      "title": .text(title),
      "stylesheet": .text(Stylesheet.css),
      "hasSubtitle": .flag(!subtitle.isEmpty),
      "subtitle": .text(subtitle),
      "facts": .list(facts(failureCount: failures.count)),
      "hasFailures": .flag(!failures.isEmpty),
      "failures": .list(failures.map(failureValues)),
      "hasNotes": .flag(!notes.isEmpty),
      "notes": .list(notes),
      "hasTables": .flag(!tables.isEmpty),
      "tables": .list(
        tables.map { table in
          table.templateValues(
            files: Self.files("tables", table.name, ["csv": "CSV", "md": "Markdown", "tex": "LaTeX"]))
        }),
      "hasFigures": .flag(!drawn.isEmpty),
      "figures": .list(drawn.map { Self.figureValues($0.figure, $0.drawing) }),
      "hasGrids": .flag(!images.isEmpty),
      "grids": .list(images.map { Self.gridValues($0.grid, $0.png) }),
      "provenance": .list(provenance.map { ["name": .text($0.name), "value": .text($0.value)] }),
      "hasCells": .flag(!cells.isEmpty),
      // The cells template stands in the page's own section.
      "summary": .text(cellSummary(failureCount: failures.count)),
      "rows": .list(cells.map(cellValues)),
      "reproduce": .text(reproduce),
    ]
  }

  private func facts(failureCount: Int) -> [[String: TemplateValue]] {
    guard let finished = cells.map(\.finished).max() else { return [] }
    func fact(_ value: String, _ label: String, _ tone: String = "plain") -> [String: TemplateValue] {
      ["value": .text(value), "label": .text(label), "tone": .text(tone)]
    }
    let done = cells.count - failureCount
    var facts = [fact("\(done)", done == 1 ? "cell done" : "cells done")]
    if failureCount > 0 { facts.append(fact("\(failureCount)", "failed", "bad")) }
    facts.append(fact(Wording.duration(cells.map(\.seconds).reduce(0, +)), "of computing"))
    facts.append(fact(String(finished.formatted(.iso8601).prefix(10)), "finished"))
    return facts
  }

  /// The author's notes, then those of records (one line for equal words), then those of figures.
  private func noteValues(_ drawingNotes: [String]) -> [[String: TemplateValue]] {
    var sources: [(text: String, cells: [CellRecord])] = []
    for cell in cells {
      for note in cell.notes {
        if let index = sources.firstIndex(where: { $0.text == note }) {
          sources[index].cells.append(cell)
        } else {
          sources.append((note, [cell]))
        }
      }
    }
    func values(_ text: String, _ cells: [CellRecord]) -> [String: TemplateValue] {
      ["text": .text(text), "hasSource": .flag(!cells.isEmpty), "source": .text(Self.label(cells))]
    }
    var drawn: Set<String> = []
    return notes.map { values($0, []) } + sources.map { values($0.text, $0.cells) }
      + drawingNotes.filter { drawn.insert($0).inserted }.map { values($0, []) }
  }

  private static func label(_ cell: CellRecord) -> String {
    ([cell.method].compactMap { $0 } + [cell.id]).joined(separator: " · ")
  }

  /// Names one cell by its id, several by their methods.
  private static func label(_ cells: [CellRecord]) -> String {
    if cells.count == 1 { return label(cells[0]) }
    let names = Dictionary(grouping: cells) { $0.method ?? $0.kind.rawValue }
    return names.sorted { $0.key < $1.key }
      .map { "\($0.key) (\(Wording.count($0.value.count, "cell")))" }
      .joined(separator: ", ")
  }

  private func failureValues(_ cell: CellRecord) -> [String: TemplateValue] {
    let log = "\(cellsPath)/\(cell.id)/log.txt"
    return [
      "label": .text(Self.label(cell)), "reason": .text(cell.failure ?? ""), "log": .text(log),
      "logName": .text(log),
    ]
  }

  private func cellSummary(failureCount: Int) -> String {
    let kinds = Dictionary(grouping: cells, by: \.kind.rawValue).sorted { $0.key < $1.key }
    let counts = kinds.map { "\($0.value.count) \($0.key)" }.joined(separator: ", ")
    let failed = failureCount == 0 ? "" : ", \(failureCount) of them failed"
    return "\(Wording.count(cells.count, "cell"))\(failed): \(counts)"
  }

  private func cellValues(_ cell: CellRecord) -> [String: TemplateValue] {
    let seeds = cell.seeds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return [
      "id": .text(cell.id), "record": .text("\(cellsPath)/\(cell.id)/\(CellRecord.fileName)"),
      "method": .text(cell.method ?? ""), "seeds": .text(seeds),
      "status": .text(cell.failure == nil ? "done" : "failed"), "tone": .text(cell.failure == nil ? "good" : "bad"),
      "time": .text(Wording.duration(cell.seconds)),
      "memory": .text(cell.peakMemoryBytes.map(Wording.memory) ?? ""),
    ]
  }

  private static func figureValues(_ figure: Figure, _ drawing: Gnuplot.Drawing) -> [String: TemplateValue] {
    var types = ["dat": "data", "gp": "script"]
    if drawing.svg != nil { types["svg"] = "SVG" }
    if drawing.png != nil { types["png"] = "PNG" }
    return [
      "name": .text(ReportName.safe(figure.name)), "title": .text(figure.title),
      "hasCaption": .flag(!figure.caption.isEmpty), "caption": .text(figure.caption),
      "hasPicture": .flag(drawing.svg != nil),
      "picture": .text(drawing.svg.map { "data:image/svg+xml;base64,\($0.base64EncodedString())" } ?? ""),
      "hasNote": .flag(drawing.note != nil), "note": .text(drawing.note ?? ""),
      "files": .list(fileValues(files("figures", figure.name, types))),
    ]
  }

  private static func gridValues(_ grid: PictureGrid, _ png: Data) -> [String: TemplateValue] {
    let image = grid.composed()
    return [
      "name": .text(ReportName.safe(grid.name)), "title": .text(grid.title),
      "hasCaption": .flag(!grid.caption.isEmpty), "caption": .text(grid.caption),
      "columnCount": "\(max(1, grid.columnCount))", "rowCount": "\(max(1, grid.rows.count))",
      "width": "\(image.width)", "height": "\(image.height)",
      "hasColumnLabels": .flag(!grid.columnLabels.isEmpty),
      "columnLabels": .list(grid.columnLabels.map { ["text": .text($0)] }),
      "rowLabels": .list(grid.rows.map { ["text": .text($0.label)] }),
      "picture": .text("data:image/png;base64,\(png.base64EncodedString())"),
      "files": .list(fileValues(files("figures", grid.name, ["png": "PNG"]))),
    ]
  }

  private static func files(
    _ folder: String, _ name: String, _ types: [String: String]
  ) -> [(label: String, path: String)] {
    types.sorted { $0.value < $1.value }.map { ($0.value, "\(folder)/\(ReportName.safe(name)).\($0.key)") }
  }

  private static func fileValues(_ files: [(label: String, path: String)]) -> [[String: TemplateValue]] {
    files.map { ["label": .text($0.label), "path": .text($0.path)] }
  }
}
