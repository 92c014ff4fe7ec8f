import Learning
import TensorCore

/// Descends the cross-entropy of the retain set and climbs that of the forget set in one step.
///
/// L = α·(CE(retain) + λ/2·‖θ − θₒ‖²) − (1 − α)·CE(forget); the forget batches are cycled.
///
/// Random:    the task's stream, as `UnlearningRun.train`: retain batches are those of fine-tuning
/// Source:    Kurmanji et al., "Towards Unbounded Machine Unlearning" (2023), released code (methods.md B.4)
public struct NegGradPlus: Unlearner {
  public static let name = "neggrad-plus"
  public static let version = 1
  /// Weights of forgetting from 0.001 to 0.2, around the published 0.05 and 0.15 (methods.md B.4).
  public static let searchSpace: [SearchRange] = [
    .linear("alpha", 0.8...0.999), .log("learning-rate", 1e-3...1e-1), .epochs,
  ]

  public struct Options: ConfigOptions, Equatable {
    /// α, the weight of the retain set; the forget set has the rest. 0.95: the SCRUB repository, and DeepUnlearn.
    public var alpha = 0.95
    /// λ, the pull towards the original weights. 0: the repository's `train_negrad`; its notebooks and DeepUnlearn pull
    /// with the weight decay of the original's training.
    public var anchor = 0.0
    /// Plain SGD without weight decay, rate 0.01, 10 epochs: the SCRUB repository's notebooks.
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01, weightDecay: 0, momentum: 0)

    public init() {}

    enum CodingKeys: String, CodingKey { case alpha, anchor }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      alpha = try container.decode(Double.self, forKey: .alpha)
      anchor = try container.decode(Double.self, forKey: .anchor)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(alpha, forKey: .alpha)
      try container.encode(anchor, forKey: .anchor)
    }

    public static let rules = UpdateOptions.rules.merging(["alpha": .range(0...1), "anchor": .range(0...1e6)]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let start = task.original.parameters.map { $0.tensor.detached() }
    try run.train(.joint, recipe: recipe, random: task.random) { step, context in
      let (retain, forget) = (step.retain!, step.forget!)  // a joint step has both
      var kept = run.crossEntropy(retain.images, labels: retain.labels, mode: mode, context: context)
      if options.anchor > 0 {
        kept = kept + (options.anchor / 2) * squaredDistance(run.network.parameters, from: start)
      }
      let lost = run.crossEntropy(forget.images, labels: forget.labels, mode: mode, context: context)
      return options.alpha * kept - (1 - options.alpha) * lost
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: true, retainLabels: true))
  }
}
