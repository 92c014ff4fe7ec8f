import Learning
import TensorCore

/// Fine-tunes on the retain set under a penalty on the size of every weight: min CE(retain) + α(t)·‖θ‖₁.
///
/// Random:    the task's stream, as `TrainingLoop`: batches are those of fine-tuning
/// Source:    Jia et al., "Model Sparsity Can Simplify Machine Unlearning" (2023); methods.md B.7
public struct L1Sparse: Unlearner {
  public static let name = "l1-sparse"
  public static let version = 1
  /// A decade on either side of the published α (methods.md B.7).
  public static let searchSpace: [SearchRange] = [
    .log("alpha", 1e-5...1e-3), .log("learning-rate", 1e-3...1e-1), .epochs,
  ]

  /// How α moves over the epochs t = 0, 1, …, among the T that have a penalty.
  public enum Decay: String, Codable, CaseIterable, Sendable {
    /// α(1 − t/T), as released.
    case decreasing
    case constant
    /// α·t/T, which begins with an epoch of fine-tuning.
    case increasing
  }

  public struct Options: ConfigOptions, Equatable {
    /// α. 1e-4: Scissorhands' scripts for CIFAR-10 and SVHN, and selected by Learning-with-Unlearning. The released
    /// parser's 0.2 is that of another method.
    public var alpha = 1e-4
    public var decay = Decay.decreasing
    /// Epochs at the end without a penalty. None: the released default.
    public var plainEpochs = 0
    /// Rate 0.01, 10 epochs: Scissorhands' scripts.
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case alpha, decay
      case plainEpochs = "plain-epochs"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      alpha = try container.decode(Double.self, forKey: .alpha)
      decay = try container.decode(Decay.self, forKey: .decay)
      plainEpochs = try container.decode(Int.self, forKey: .plainEpochs)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(alpha, forKey: .alpha)
      try container.encode(decay, forKey: .decay)
      try container.encode(plainEpochs, forKey: .plainEpochs)
    }

    public static let rules = UpdateOptions.rules.merging([
      "alpha": .range(0...1e3), "decay": .choices(Decay.allCases.map(\.rawValue)),
      "plain-epochs": .integerRange(0...10_000),
    ]) { $1 }

    /// α(t).
    func alpha(epoch: Int, of epochs: Int) -> Double {
      let penalised = epochs - plainEpochs
      guard epoch < penalised else { return 0 }
      let time = Double(epoch) / Double(penalised)
      switch decay {
      case .decreasing: return alpha * (1 - time)
      case .constant: return alpha
      case .increasing: return alpha * time
      }
    }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    try run.train(on: task.retain, recipe: recipe, random: task.random) { batch, context in
      let kept = run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
      let alpha = options.alpha(epoch: context.epoch, of: context.epochs)
      return alpha > 0 ? kept + alpha * absoluteSum(run.network.parameters) : kept
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true))
  }
}
