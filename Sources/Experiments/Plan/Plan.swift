import Results

/// Everything that an experiment computes: its cells, each after those it reads, and the rows of its tables.
///
/// Frozen to `plan.json` before anything runs; cells are run from that file alone.
public struct Plan: Codable, Equatable, Sendable {
  public static let format = "lethe.plan"
  public static let currentFormatVersion = 1

  public var name: String
  /// The resolved experiment, for people and pages; nothing is computed from it.
  public var experiment: JSONValue
  public var data: PlannedData
  /// In an order in which they can run: inputs first, one seed after the other.
  public var cells: [Cell]
  public var rows: [PlanRow]
  public var report: ReportConfig
  public var compute: ComputeConfig

  /// The cell of an id.
  public func cell(_ id: String) -> Cell? { cells.first { $0.id == id } }

  /// The cells that read `id`, directly or through others: what cannot run when it has failed.
  public func dependents(of id: String) -> [Cell] {
    var blocked: Set<String> = [id]
    return cells.filter { cell in
      guard cell.inputs.values.contains(where: { blocked.contains($0.id) }) else { return false }
      blocked.insert(cell.id)
      return true
    }
  }
}

/// The dataset of a plan.
public struct PlannedData: Codable, Equatable, Sendable {
  public var config: DataConfig
  public var facts: DataFacts

  public init(config: DataConfig, facts: DataFacts) {
    self.config = config
    self.facts = facts
  }
}

/// What planning needs to know of a dataset.
public struct DataFacts: Codable, Equatable, Sendable {
  /// Of the content; in every id.
  public var digest: String
  public var trainCount: Int
  public var testCount: Int
  public var classCount: Int
  /// "59,907 of 60,000 images" where the files lack some; stands in every caption.
  public var coverage: String?

  public init(digest: String, trainCount: Int, testCount: Int, classCount: Int, coverage: String? = nil) {
    self.digest = digest
    self.trainCount = trainCount
    self.testCount = testCount
    self.classCount = classCount
    self.coverage = coverage
  }

  private enum CodingKeys: String, CodingKey {
    case digest, coverage
    case trainCount = "train_count"
    case testCount = "test_count"
    case classCount = "class_count"
  }
}

/// One network of one run, with the cells that measure it: a row of a table before averaging over seeds.
public struct PlanRow: Codable, Equatable, Sendable {
  public enum Role: String, Codable, Sendable {
    case original, retrain, method
    case randomInit = "random-init"
  }

  /// One reconstruction.
  public struct Inversion: Codable, Equatable, Sendable {
    /// The attack's label.
    public var attack: String
    public var image: Int
    public var cell: String
  }

  public var role: Role
  /// `original`, `retrain`, `random-init`, or the method's label.
  public var label: String
  public var seeds: Seeds
  /// The train or unlearn cell; nil in a row that only holds reconstructions from one-image requests.
  public var network: String?
  public var outputs: String?
  /// Evaluate cells by the measurement's label.
  public var evaluations: [String: String] = [:]
  /// Recover cells by the attack's label.
  public var recoveries: [String: String] = [:]
  public var inversions: [Inversion] = []

  /// Every cell of the row.
  public var cells: [String] {
    [network, outputs].compactMap { $0 } + evaluations.sorted { $0.key < $1.key }.map(\.value)
      + recoveries.sorted { $0.key < $1.key }.map(\.value) + inversions.map(\.cell)
  }
}
