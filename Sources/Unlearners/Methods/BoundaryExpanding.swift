import Learning
import TensorCore

/// Trains the forget set to be a class of its own, one more than there are, and then drops that class.
///
/// Random:    the task's stream, as `TrainingLoop`; "boundary-expanding" draws the new output's weights
/// Source:    Chen et al., "Boundary Unlearning" (2023); methods.md B.8
public struct BoundaryExpanding: Unlearner {
  public static let name = "boundary-expanding"
  public static let version = 1
  /// From Scissorhands' rate (methods.md B.8) up to the field's common one.
  public static let searchSpace: [SearchRange] = [.log("learning-rate", 1e-6...1e-2), .epochs]

  public struct Options: ConfigOptions, Equatable {
    /// Rate 1e-5, momentum 0.9, no weight decay, 10 epochs: the Boundary-Unlearning repository. Unlearn-Saliency's scripts
    /// and Scissorhands take 1e-6 and its own weight decay.
    public var update = UpdateOptions(epochs: 10, learningRate: 1e-5, weightDecay: 0)

    public init() {}

    public init(from decoder: any Decoder) throws { update = try UpdateOptions(from: decoder) }

    public func encode(to encoder: any Encoder) throws { try update.encode(to: encoder) }

    public static let rules = UpdateOptions.rules
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let classes = task.original.classCount
    let run = UnlearningRun(
      task, starting: task.original.widened(to: classes + 1, random: task.random.child(Self.name)))
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    try run.train(on: task.forget, recipe: recipe, random: task.random) { batch, context in
      let shadow = [Int32](repeating: Int32(classes), count: batch.count)
      return run.crossEntropy(batch.images, labels: shadow, mode: mode, context: context)
    }
    return run.finish(
      recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: false),
      returning: run.network.narrowed(to: classes)
    ) { _ in
      // What the port in Unlearn-Saliency reports: it evaluates with the extra class in place.
      run.network.accuracy(on: task.forget).map { [Diagnostic("forget-accuracy-with-extra-class", $0)] } ?? []
    }
  }
}
