/// A table of a report: typed columns and cells, rendered as text, Markdown, CSV, LaTeX or HTML.
///
/// Whatever the form, it prints how many samples stand behind a number, the ± where there is one, and the reason where
/// a number is missing.
public struct Table: Sendable {
  public enum Alignment: Sendable { case left, right }

  /// One column: what it is called, its unit, how its numbers are printed.
  public struct Column: Sendable {
    public var header: String
    public var unit: String?
    public var alignment: Alignment
    public var format: NumberFormat
    /// One sentence on what the column measures, printed under the table.
    public var meaning: String?

    public init(
      _ header: String, unit: String? = nil, alignment: Alignment = .right, format: NumberFormat = .fixed(2),
      meaning: String? = nil
    ) {
      self.header = header
      self.unit = unit
      self.alignment = alignment
      self.format = format
      self.meaning = meaning
    }

    /// A column of words.
    public static func text(_ header: String, meaning: String? = nil) -> Column {
      Column(header, alignment: .left, meaning: meaning)
    }
  }

  /// One cell, with a footnote where a reader must know more.
  public struct Cell: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
      case text(String)
      /// A number that is not an average, such as the accuracy of a constant predictor.
      case number(Double)
      case statistic(Statistic)
      /// No number, shown as a short mark ("—", "failed"), with the reason as a footnote.
      case missing(mark: String, reason: String)
    }

    public var content: Content
    public var note: String?

    public init(_ content: Content, note: String? = nil) {
      self.content = content
      self.note = note
    }

    public static func text(_ text: String) -> Cell { Cell(.text(text)) }
    public static func number(_ value: Double) -> Cell { Cell(.number(value)) }
    public static func statistic(_ statistic: Statistic, note: String? = nil) -> Cell {
      Cell(.statistic(statistic), note: note)
    }
    public static func missing(_ reason: String, mark: String = "—") -> Cell {
      Cell(.missing(mark: mark, reason: reason))
    }
  }

  /// One row; controls are set apart from what is compared with them.
  public struct Row: Sendable {
    public var cells: [Cell]
    public var isControl: Bool

    public init(_ cells: [Cell], isControl: Bool = false) {
      self.cells = cells
      self.isControl = isControl
    }
  }

  /// What the numbers are averaged over.
  public struct Samples: Sendable {
    public var singular: String
    public var plural: String
    public var labels: [String]

    public init(singular: String, plural: String, labels: [String]) {
      self.singular = singular
      self.plural = plural
      self.labels = labels
    }

    public static func seeds(_ seeds: [Int]) -> Samples {
      Samples(singular: "seed", plural: "seeds", labels: seeds.map(String.init))
    }
  }

  /// The file stem.
  public var name: String
  public var title: String
  public var caption: String
  public var columns: [Column]
  public private(set) var rows: [Row] = []
  /// Footnotes of the table as a whole.
  public var footnotes: [String]
  public var samples: Samples

  public init(
    name: String, title: String, caption: String = "", columns: [Column], rows: [Row] = [],
    footnotes: [String] = [], samples: Samples
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.columns = columns
    self.footnotes = footnotes
    self.samples = samples
    for row in rows { append(row) }
  }

  /// Adds a row, which has one cell for each column.
  public mutating func append(_ row: Row) {
    precondition(
      row.cells.count == columns.count,
      "table '\(name)': a row needs \(columns.count) cells, one for each column, found \(row.cells.count)")
    rows.append(row)
  }
}
