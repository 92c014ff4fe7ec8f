import Learning
import TensorCore

/// Teaches the forget set what the original would say if it did not know the true class (DELETE).
///
/// L = KL(softmax(z̃) ‖ softmax(student)), z̃ the original's logits with the true class at −1e10: the other classes keep
/// their proportions.
///
/// Random:    the task's stream, as `TrainingLoop`
/// Source:    Zhou et al., "Decoupled Distillation to Erase" (2025), released code; methods.md B.17
public struct Delete: Unlearner {
  public static let name = "delete"
  public static let version = 1

  public struct Options: ConfigOptions, Equatable {
    /// SGD, momentum 0.9, no weight decay, rate 1e-4, 20 epochs: the released scripts for CIFAR-10.
    public var update = UpdateOptions(epochs: 20, learningRate: 1e-4, weightDecay: 0)

    public init() {}

    public init(from decoder: any Decoder) throws { update = try UpdateOptions(from: decoder) }

    public func encode(to encoder: any Encoder) throws { try update.encode(to: encoder) }

    public static let rules = UpdateOptions.rules
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let teacher = Teacher(task.original)
    try run.train(on: task.forget, recipe: recipe, random: task.random) { batch, context in
      let target = Self.masked(teacher.logits(batch.images), labels: batch.labels)
      let logits = run.network.forward(batch.images, mode: mode).logits
      context.record(logits: logits, labels: batch.labels)
      return distillationLoss(target: target, logits: logits)
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: true, retainLabels: false))
  }

  /// The logits with the true class at −1e10.
  ///
  /// Shapes:    logits [N, C], labels N → [N, C]
  static func masked(_ logits: Tensor, labels: [Int32]) -> Tensor {
    withoutGradients {
      let truth = Tensor.oneHot(labels, classCount: logits.shape[1])
      return logits * (1 - truth) - 1e10 * truth
    }
  }
}
