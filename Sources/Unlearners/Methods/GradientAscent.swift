import Learning
import TensorCore

/// Climbs the cross-entropy of the forget set, and of nothing else.
///
/// The loss, −CE, has no lower bound: a gradient clip and a stop rule are there to end the climb.
///
/// Random:    the task's stream, as `TrainingLoop`
/// Source:    methods.md B.3
public struct GradientAscent: Unlearner {
  public static let name = "gradient-ascent"
  public static let version = 1
  /// The SalUn authors' range (methods.md B.3).
  public static let searchSpace: [SearchRange] = [.log("learning-rate", 1e-5...1e-1), .epochs]

  public struct Options: ConfigOptions, Equatable {
    /// Rate 1e-4, 5 epochs: Unlearn-Saliency's README, for classes; random samples want up to 1e-3.
    public var update = UpdateOptions(epochs: 5, learningRate: 1e-4)
    /// Forget accuracy, in [0, 1], at or below which no further epoch is run; nil for none.
    public var stopAccuracy: Double?

    public init() {}

    enum CodingKeys: String, CodingKey { case stopAccuracy = "stop-accuracy" }

    public init(from decoder: any Decoder) throws {
      update = try UpdateOptions(from: decoder)
      stopAccuracy = try decoder.container(keyedBy: CodingKeys.self)
        .decodeIfPresent(Double.self, forKey: .stopAccuracy)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(stopAccuracy, forKey: .stopAccuracy)
    }

    public static let rules = UpdateOptions.rules.merging(["stop-accuracy": .optionalNumber(0...1)]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task)
    let rule = stopRule(forgetAccuracy: options.stopAccuracy, forget: task.forget, epochs: recipe.epochs)
    try run.train(on: task.forget, recipe: recipe, random: task.random, stopRule: rule) { batch, context in
      -run.crossEntropy(batch.images, labels: batch.labels, mode: options.update.batchNorm.mode, context: context)
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: true, retainLabels: false))
  }
}
