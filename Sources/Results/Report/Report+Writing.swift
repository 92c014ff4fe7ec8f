import Foundation

extension Report {
  /// What a report left behind.
  public struct Written: Sendable {
    /// The page to open.
    public var index: URL
    /// What could not be done, such as figures without gnuplot.
    public var notes: [String]
  }

  /// Writes `tables/*.{md,tex,csv}`, `figures/*` and, last, `index.html`, each file atomically.
  ///
  /// The page holds its style and its pictures: it can be sent as one file.
  ///
  /// Throws:    `ReportError`, before anything is written; later `ArchiveError`, for what the file system refuses
  @discardableResult
  public func write(to folder: URL, gnuplot: Gnuplot = Gnuplot()) async throws -> Written {
    try checkNames()
    let renderer = try TemplateRenderer()

    for table in tables {
      let stem = folder.appending(path: "tables/\(ReportName.safe(table.name))")
      try ResultFile.write(table.markdown(), to: stem.appendingPathExtension("md"))
      try ResultFile.write(table.latex(), to: stem.appendingPathExtension("tex"))
      try ResultFile.write(table.csv(), to: stem.appendingPathExtension("csv"))
    }
    let pictures = folder.appending(path: "figures", directoryHint: .isDirectory)
    var drawn: [(figure: Figure, drawing: Gnuplot.Drawing)] = []
    for figure in figures {
      drawn.append((figure, try await gnuplot.draw(figure, in: pictures)))
    }
    var images: [(grid: PictureGrid, png: Data)] = []
    for grid in grids {
      let png = grid.png()
      try ResultFile.write(png, to: pictures.appending(path: "\(ReportName.safe(grid.name)).png"))
      images.append((grid, png))
    }

    let index = folder.appending(path: "index.html")
    let page = try renderer.render("page", pageValues(figures: drawn, grids: images))
    try ResultFile.write(page, to: index)
    removeStale(in: folder.appending(path: "tables"), keeping: tables.map(\.name))
    removeStale(in: pictures, keeping: figures.map(\.name) + grids.map(\.name))
    var known: Set<String> = []
    return Written(index: index, notes: drawn.compactMap(\.drawing.note).filter { known.insert($0).inserted })
  }

  /// Tables and figures of an earlier report that this one no longer has would pass for its own.
  private func removeStale(in folder: URL, keeping names: [String]) {
    let kept = Set(names.map(ReportName.safe))
    for file in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    where !kept.contains(file.deletingPathExtension().lastPathComponent) {
      try? FileManager.default.removeItem(at: file)
    }
  }

  private func checkNames() throws(ReportError) {
    for names in [tables.map(\.name), figures.map(\.name) + grids.map(\.name)] {
      var known: Set<String> = []
      for name in names.map(ReportName.safe) where !known.insert(name).inserted { throw .duplicateName(name) }
    }
  }
}
