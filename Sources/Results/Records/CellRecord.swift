import Foundation

/// What a finished cell says about itself: the contents of `results/cells/<id>/cell.json`, and the only contract
/// between running an experiment and reporting it.
///
/// It names no experiment, because cells are shared by all of them.
public struct CellRecord: Equatable, Sendable {
  /// The version of the schema that this program writes; older ones are read, newer ones are refused.
  public static let currentSchemaVersion = 1

  /// The word in front of a cell's id: what the cell does.
  public struct Kind: RawRepresentable, Hashable, Codable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let train = Kind(rawValue: "train")
    public static let unlearn = Kind(rawValue: "unlearn")
    public static let outputs = Kind(rawValue: "outputs")
    public static let evaluate = Kind(rawValue: "evaluate")
    public static let recover = Kind(rawValue: "recover")
    public static let invert = Kind(rawValue: "invert")
  }

  /// How the cell ended.
  public enum Status: Equatable, Sendable {
    case done
    case failed(reason: String)
  }

  /// Where the cell ran.
  public struct Machine: Equatable, Codable, Sendable {
    public var cpu: String
    /// The kernel path chosen at run time, such as `avx2`.
    public var kernels: String
    /// The compute mode, `fast` or `accurate`; nil in records from before there were modes.
    public var compute: String?
    public var cores: Int
    public var threads: Int

    public init(cpu: String, kernels: String, compute: String? = nil, cores: Int, threads: Int) {
      self.cpu = cpu
      self.kernels = kernels
      self.compute = compute
      self.cores = cores
      self.threads = threads
    }
  }

  public var schemaVersion: Int
  /// `<slug>-<16 hex>`, also the name of the cell's directory.
  public var id: String
  public var kind: Kind
  /// What the cell is about: a method's name, or the architecture (`convnet`, `init-convnet`) where none is concerned.
  public var method: String?
  /// The full SHA-256 behind the id, in hexadecimal.
  public var digest: String
  /// The slice of the config that this cell reads, defaults filled in.
  public var config: JSONValue
  /// The ids of the cells it read, by role.
  public var inputs: [String: String]
  public var componentVersions: [String: Int]
  /// The revision of the program that ran it.
  public var revision: String
  public var machine: Machine
  /// The seed of every named random stream.
  public var seeds: [String: Int]
  /// Whole seconds, as JSON holds them.
  public var started: Date
  public var finished: Date
  public var seconds: Double
  public var peakMemoryBytes: Int?
  public var status: Status
  public var metrics: Metrics
  public var series: [Series]
  /// What a reader must know, such as "retain accuracy collapsed".
  public var notes: [String]
  /// What the computation was, in words: an attack's threat model, the solver that ran.
  public var statement: [String: String]
  /// Names of files in the cell's directory, such as `grid.png`.
  public var artefacts: [String]

  public init(
    id: String, kind: Kind, method: String? = nil, digest: String, config: JSONValue,
    inputs: [String: String] = [:], componentVersions: [String: Int] = [:], revision: String, machine: Machine,
    seeds: [String: Int], started: Date, finished: Date, seconds: Double, peakMemoryBytes: Int? = nil,
    status: Status = .done, metrics: Metrics = [:], series: [Series] = [], notes: [String] = [],
    statement: [String: String] = [:], artefacts: [String] = []
  ) {
    self.schemaVersion = Self.currentSchemaVersion
    self.id = id
    self.kind = kind
    self.method = method
    self.digest = digest
    self.config = config
    self.inputs = inputs
    self.componentVersions = componentVersions
    self.revision = revision
    self.machine = machine
    self.seeds = seeds
    self.started = Self.wholeSeconds(started)
    self.finished = Self.wholeSeconds(finished)
    self.seconds = seconds
    self.peakMemoryBytes = peakMemoryBytes
    self.status = status
    self.metrics = metrics
    self.series = series
    self.notes = notes
    self.statement = statement
    self.artefacts = artefacts
  }

  /// The reason of a failure; nil when the cell is done.
  public var failure: String? {
    guard case .failed(let reason) = status else { return nil }
    return reason
  }

  private static func wholeSeconds(_ date: Date) -> Date {
    Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
  }
}
