import Learning
import Unlearners

/// What can be named in a config: the registry, as the reader and the planner see it.
///
/// Keys are names, as configs spell them.
public protocol Catalogue: Sendable {
  var datasets: [String: ComponentEntry] { get }
  var models: [String: ComponentEntry] { get }
  var methods: [String: ComponentEntry] { get }
  var evaluations: [String: EvaluationEntry] { get }
  var attacks: [String: AttackEntry] { get }
  /// Versions of what has no name in a config; raised when the same cell would give other numbers.
  var versions: SharedVersions { get }
  /// The columns that a report knows; empty for any.
  var reportColumns: [String] { get }
}

/// A named component: its options, and the version that enters the ids of the cells that use it.
public struct ComponentEntry: Sendable {
  public var options: any ConfigOptions.Type
  public var version: Int
  /// Where a search looks for a method's options; empty where there is nothing to tune.
  public var searchSpace: [SearchRange]

  public init(
    options: any ConfigOptions.Type = NoOptions.self, version: Int = 1, searchSpace: [SearchRange] = .nothing
  ) {
    self.options = options
    self.version = version
    self.searchSpace = searchSpace
  }
}

/// A measurement, with the networks whose outputs it reads beside the measured one's.
public struct EvaluationEntry: Sendable {
  public enum Reference: String, Codable, Sendable, CaseIterable { case original, retrain }

  public var component: ComponentEntry
  public var references: Set<Reference>

  public init(
    options: any ConfigOptions.Type = NoOptions.self, version: Int = 1, references: Set<Reference> = []
  ) {
    self.component = ComponentEntry(options: options, version: version)
    self.references = references
  }
}

/// An attack, with what it reads.
public struct AttackEntry: Sendable {
  public enum Form: String, Codable, Sendable {
    /// From the outputs of the original and the unlearned network: a `recover` cell.
    case recovery
    /// From a gradient or a weight change: an `invert` cell for each image.
    case inversion
  }

  public var component: ComponentEntry
  public var form: Form

  public init(options: any ConfigOptions.Type = NoOptions.self, version: Int = 1, form: Form) {
    self.component = ComponentEntry(options: options, version: version)
    self.form = form
  }
}

/// Versions of the parts that every experiment shares.
public struct SharedVersions: Codable, Equatable, Sendable {
  /// Splits, batches, losses, optimizers, schedules and the training loop.
  public var training: Int
  /// What an `outputs` cell stores.
  public var outputs: Int
  /// How samples are chosen by what the original says about them.
  public var selection: Int

  public init(training: Int = 2, outputs: Int = 2, selection: Int = 1) {
    self.training = training
    self.outputs = outputs
    self.selection = selection
  }
}

/// The options of a component that has none.
public struct NoOptions: ConfigOptions, Equatable {
  public init() {}
  public static let rules: [String: OptionRule] = [:]

  // Synthesised coding of an empty struct writes nothing at all; an empty object is meant.
  private enum CodingKeys: CodingKey {}
  public init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }
  public func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: CodingKeys.self) }
}

extension Catalogue {
  /// Options that no config can reach, as `attack.gradient-inversion.label`, because the reader takes a key of that
  /// name for itself; a catalogue is right when there is none.
  public var unreachableOptions: [String] {
    func clashes(_ kind: String, _ table: [String: ComponentEntry], _ own: [String]) -> [String] {
      table.flatMap { name, entry -> [String] in
        guard case .object(let members) = OptionsReader.defaults(of: entry.options) else { return [] }
        let keys = Set(members.keys).union(entry.options.rules.keys)
        return keys.intersection(["name", "label"] + own).map { "\(kind).\(name).\($0)" }
      }
    }
    let inversions = attacks.filter { $0.value.form == .inversion }.mapValues(\.component)
    let recoveries = attacks.filter { $0.value.form == .recovery }.mapValues(\.component)
    return
      (clashes("data", datasets, ExperimentReader.dataKeys) + clashes("model", models, [])
      + clashes("method", methods, []) + clashes("evaluate", evaluations.mapValues(\.component), [])
      + clashes("attack", recoveries, []) + clashes("attack", inversions, ExperimentReader.inversionKeys)).sorted()
  }
}
