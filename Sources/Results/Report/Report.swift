/// A finished experiment for its readers: tables, figures, pictures, and how they came about.
///
/// It is made of what records say; it computes nothing.
public struct Report: Sendable {
  public var title: String
  public var subtitle: String
  /// What was run, name by name: config, revision, machine, seeds, dates.
  public var provenance: [(name: String, value: String)]
  public var tables: [Table]
  public var figures: [Figure]
  public var grids: [PictureGrid]
  /// The cells behind it, in the order in which they are listed.
  public var cells: [CellRecord]
  /// What a reader must know before the numbers.
  public var notes: [String]
  /// The commands that make it again.
  public var reproduce: String
  /// The folder of the cells, relative to the page.
  public var cellsPath: String

  public init(
    title: String, subtitle: String = "", provenance: [(String, String)] = [], tables: [Table] = [],
    figures: [Figure] = [], grids: [PictureGrid] = [], cells: [CellRecord] = [], notes: [String] = [],
    reproduce: String, cellsPath: String = "../cells"
  ) {
    self.title = title
    self.subtitle = subtitle
    self.provenance = provenance.map { (name: $0.0, value: $0.1) }
    self.tables = tables
    self.figures = figures
    self.grids = grids
    self.cells = cells
    self.notes = notes
    self.reproduce = reproduce
    self.cellsPath = cellsPath
  }
}
