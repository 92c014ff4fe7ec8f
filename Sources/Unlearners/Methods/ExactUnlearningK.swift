import Learning
import TensorCore

/// Puts the last k blocks back to first weights and trains them on the retain set; the blocks before are frozen (EU-k).
///
/// Random:    batches as `TrainingLoop` from the task's stream, those of fine-tuning; first weights from its child "eu-k",
///            child "init"
/// Source:    Goel et al., "Towards Adversarial Evaluations for Inexact Machine Unlearning" (2022); methods.md B.9
public struct ExactUnlearningK: InitialisationSharing {
  public static let name = "eu-k"
  public static let version = 1
  /// WorstCase's range (methods.md B.9).
  public static let searchSpace: [SearchRange] = [.log("learning-rate", 1e-4...1e-1), .epochs]

  public enum Head: String, Codable, CaseIterable, Sendable {
    /// Put back and trained, like the last blocks. Goel et al., DeepUnlearn.
    case reset
    /// Trained from where it is.
    case trained
    /// Kept: so in the SCRUB repository's notebooks for ResNets.
    case frozen
  }

  /// Where first weights come from.
  public enum Initialisation: String, Codable, CaseIterable, Sendable {
    /// Drawn anew.
    case fresh
    /// Those the original started from, as in the SCRUB repository. They flatter feature mapping.
    case original
  }

  public struct Options: ConfigOptions, Equatable {
    /// Blocks before the head that are put back. 1: the SCRUB repository (`layer4`), Unlearn-WorstCase.
    public var k = 1
    public var head = Head.reset
    /// Fresh, for the same reason as in `retrain`.
    public var initialisation = Initialisation.fresh
    /// A frozen layer stays as it is; `train` is what the released code does.
    public var frozenBatchNorm = FrozenBatchNorm.evaluate
    /// Rate 0.01, as many epochs as the original's training: the SCRUB repository; SGD's momentum and weight decay:
    /// Unlearn-WorstCase (plain in SCRUB).
    public var update = UpdateOptions(epochs: nil, learningRate: 0.01)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case k, head, initialisation
      case frozenBatchNorm = "frozen-batch-norm"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      k = try container.decode(Int.self, forKey: .k)
      head = try container.decode(Head.self, forKey: .head)
      initialisation = try container.decode(Initialisation.self, forKey: .initialisation)
      frozenBatchNorm = try container.decode(FrozenBatchNorm.self, forKey: .frozenBatchNorm)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(k, forKey: .k)
      try container.encode(head, forKey: .head)
      try container.encode(initialisation, forKey: .initialisation)
      try container.encode(frozenBatchNorm, forKey: .frozenBatchNorm)
    }

    public static let rules = UpdateOptions.rules.merging([
      "epochs": .optionalInteger(0...10_000),
      "k": .integerRange(1...1_000),
      "head": .choices(Head.allCases.map(\.rawValue)),
      "initialisation": .choices(Initialisation.allCases.map(\.rawValue)),
      "frozen-batch-norm": .choices(FrozenBatchNorm.allCases.map(\.rawValue)),
    ]) { $1 }
  }

  public let options: Options
  public var originalInitialisation: RandomStream?

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task, defaults: UpdateOptions(epochs: task.recipe.epochs))
    let mode = options.update.batchNorm.mode
    let last = try LastBlocks(options.k, of: run.network, method: Self.name)
    let first = try task.initial(firstWeights(own: task.random.child(Self.name).child("init")))
    last.reset(to: first, withHead: options.head == .reset)
    try last.freezingStatistics(options.frozenBatchNorm == .evaluate) {
      try run.train(
        on: task.retain, recipe: recipe, random: task.random,
        parameters: last.parameters + (options.head == .frozen ? [] : last.head)
      ) { batch, context in
        run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
      }
    }
    return run.finish(
      recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true),
      notes: options.initialisation == .original ? [.sharedInitialisation] : [])
  }

  private func firstWeights(own: RandomStream) throws -> RandomStream {
    guard options.initialisation == .original else { return own }
    guard let originalInitialisation else {
      throw UnlearningError.originalInitialisationUnknown(
        method: Self.name, option: "initialisation: original", instead: "initialisation: fresh")
    }
    return originalInitialisation
  }
}
