import Learning

/// Fine-tunes the last k blocks on the retain set; the blocks before them are frozen (CF-k).
///
/// Random:    the task's stream, as `TrainingLoop`: batches are those of fine-tuning
/// Source:    Goel et al., "Towards Adversarial Evaluations for Inexact Machine Unlearning" (2022); methods.md B.9
public struct CatastrophicForgettingK: Unlearner {
  public static let name = "cf-k"
  public static let version = 1
  /// WorstCase's range (methods.md B.9).
  public static let searchSpace: [SearchRange] = [.log("learning-rate", 1e-4...1e-1), .epochs]

  public enum Head: String, Codable, CaseIterable, Sendable {
    /// Trained with the last blocks. Goel et al., DeepUnlearn.
    case trained
    /// Kept: so in the SCRUB repository's notebooks.
    case frozen
  }

  public struct Options: ConfigOptions, Equatable {
    /// Blocks before the head that are trained. 1: the SCRUB repository (`layer4`), Unlearn-WorstCase.
    public var k = 1
    public var head = Head.trained
    /// A frozen layer stays as it is; `train` is what the released code does.
    public var frozenBatchNorm = FrozenBatchNorm.evaluate
    /// Rate 0.01, 10 epochs: the SCRUB repository; SGD's momentum and weight decay: Unlearn-WorstCase (plain in SCRUB).
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case k, head
      case frozenBatchNorm = "frozen-batch-norm"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      k = try container.decode(Int.self, forKey: .k)
      head = try container.decode(Head.self, forKey: .head)
      frozenBatchNorm = try container.decode(FrozenBatchNorm.self, forKey: .frozenBatchNorm)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(k, forKey: .k)
      try container.encode(head, forKey: .head)
      try container.encode(frozenBatchNorm, forKey: .frozenBatchNorm)
    }

    public static let rules = UpdateOptions.rules.merging([
      "k": .integerRange(1...1_000),
      "head": .choices(Head.allCases.map(\.rawValue)),
      "frozen-batch-norm": .choices(FrozenBatchNorm.allCases.map(\.rawValue)),
    ]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let last = try LastBlocks(options.k, of: run.network, method: Self.name)
    try last.freezingStatistics(options.frozenBatchNorm == .evaluate) {
      try run.train(
        on: task.retain, recipe: recipe, random: task.random,
        parameters: last.parameters + (options.head == .trained ? last.head : [])
      ) { batch, context in
        run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
      }
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true))
  }
}
