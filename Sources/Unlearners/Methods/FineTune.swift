import Learning

/// Goes on training the original on the retain set, and hopes that the rest fades.
///
/// Random:    the task's stream, as `TrainingLoop`
/// Source:    methods.md B.2
public struct FineTune: Unlearner {
  public static let name = "finetune"
  public static let version = 1

  public struct Options: ConfigOptions, Equatable {
    /// Rate 0.01, 10 epochs: Unlearn-Sparse's README, Scissorhands' scripts for CIFAR-10 and SVHN.
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01)

    public init() {}

    public init(from decoder: any Decoder) throws { update = try UpdateOptions(from: decoder) }

    public func encode(to encoder: any Encoder) throws { try update.encode(to: encoder) }

    public static let rules = UpdateOptions.rules
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task)
    try run.train(on: task.retain, recipe: recipe, random: task.random) { batch, context in
      run.crossEntropy(batch.images, labels: batch.labels, mode: options.update.batchNorm.mode, context: context)
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true))
  }
}
