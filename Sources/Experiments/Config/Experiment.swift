import Learning
import Results
import TensorCore

/// An experiment as its file says, resolved: names checked, defaults filled in, ranges obeyed.
public struct Experiment: Sendable {
  /// Also the folder under `results/`.
  public var name: String
  public var description: String?
  public var data: DataConfig
  public var model: ComponentChoice
  public var recipe: TrainingRecipe
  /// Nil in an experiment that forgets nothing, such as an inversion of plain gradients.
  public var forget: ForgetRequest?
  public var seeds: [Seeds]
  public var methods: [ComponentChoice]
  public var evaluations: [ComponentChoice]
  public var recoveries: [ComponentChoice]
  public var inversions: [InversionChoice]
  public var report: ReportConfig
  public var compute: ComputeConfig
  /// Nil in an experiment that `lethe tune` is not asked for.
  public var tune: TuneConfig?
  /// Where things were written, for problems that only the data can show.
  var places = Places()

  /// Places of values that are checked again once the data is known.
  struct Places: Sendable {
    var sources = SourceMap()
    var forget = SourceLocation.wholeFile(path: "")
    var images: [String: SourceLocation] = [:]
    var tune = SourceLocation.wholeFile(path: "")
    /// By a method's label, the options that its entry gives: a search leaves them alone.
    var written: [String: Set<String>] = [:]
  }
}

/// A dataset of the registry, where its file lies, and how much of it is held out.
public struct DataConfig: Codable, Equatable, Sendable {
  public var name: String
  /// The dataset file; nil for the place where an import puts it.
  public var path: String?
  /// The fraction of each class of the training set that is held out of everything as a validation set.
  public var validation: Double
  /// The options of the dataset itself, such as the image size of a generated one.
  public var options: JSONValue

  public init(name: String, path: String? = nil, validation: Double = 0, options: JSONValue = .object([:])) {
    self.name = name
    self.path = path
    self.validation = validation
    self.options = options
  }
}

/// A component of the registry with its options, all of them.
public struct ComponentChoice: Codable, Equatable, Sendable {
  public var name: String
  /// What tables call it; the name, unless the component is listed more than once or labelled by hand.
  public var label: String
  public var options: JSONValue

  public init(name: String, label: String? = nil, options: JSONValue = .object([:])) {
    self.name = name
    self.label = label ?? name
    self.options = options
  }
}

/// A reconstruction attack, and what it is aimed at.
public struct InversionChoice: Codable, Equatable, Sendable {
  public enum Target: String, Codable, Sendable, CaseIterable {
    /// The gradient of the loss on one image.
    case gradient
    /// The change θu − θo by which a method forgot one image.
    case update
  }
  public enum Network: String, Codable, Sendable, CaseIterable { case untrained, original }
  public enum Images: Codable, Equatable, Sendable {
    /// This many training images, drawn from the stream `images` of the split seed.
    case count(Int)
    /// Training images by their position in the dataset file.
    case positions([Int])
  }

  public var attack: ComponentChoice
  public var target: Target
  /// Whose gradient, for `gradient`.
  public var network: Network
  public var images: Images
  /// Whose updates, for `update`.
  public var methods: [ComponentChoice]
}

/// What tables show; no part of any id.
public struct ReportConfig: ConfigOptions, Equatable {
  /// What makes a row.
  public var rows = "method"
  /// Column names, in order; empty for all that were measured.
  public var columns: [String] = []
  /// What is averaged over.
  public var over = "seed"

  public init() {}

  public static let rules: [String: OptionRule] = ["rows": .choices(["method"]), "over": .choices(["seed"])]
}

/// How the machine is used. The threads are no part of any id, for they cannot change a number; the mode is.
public struct ComputeConfig: ConfigOptions, Equatable {
  /// Threads of one cell; 0 for all cores.
  public var threads = 0
  /// How convolutions trade accuracy for speed.
  public var mode = ComputeMode.fast

  public init() {}

  public static let rules: [String: OptionRule] = [
    "threads": .integerRange(0...1024), "mode": .choices(ComputeMode.allCases.map(\.rawValue)),
  ]
}
