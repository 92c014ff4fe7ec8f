import Learning
import TensorCore

/// Trains every forget sample to be of the class that lies nearest to it across the original's decision boundary.
///
/// The nearest class is the original's answer to x + bound·sign(∇ₓCE), kept in [0, 1] and rounded to 8 bits.
///
/// Random:    the task's stream, as `TrainingLoop`
/// Source:    Chen et al., "Boundary Unlearning" (2023); methods.md B.8
public struct BoundaryShrink: Unlearner {
  public static let name = "boundary-shrink"
  public static let version = 1
  /// From Scissorhands' rate (methods.md B.8) up to the field's common one.
  public static let searchSpace: [SearchRange] = [.log("learning-rate", 1e-6...1e-2), .epochs]

  public struct Options: ConfigOptions, Equatable {
    /// How far a pixel moves, of [0, 1]. 0.1: fixed in both repositories.
    public var bound = 0.1
    /// Whether the nearest class may be the true one, which happens where the move does not cross the boundary. `allowed`
    /// as released; `excluded` takes the strongest other class there.
    public var trueLabel = RandomLabel.TrueLabel.allowed
    /// Rate 1e-5, momentum 0.9, no weight decay, 10 epochs: the Boundary-Unlearning repository. Unlearn-Saliency's scripts
    /// and Scissorhands take 1e-6 and its own weight decay.
    public var update = UpdateOptions(epochs: 10, learningRate: 1e-5, weightDecay: 0)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case bound
      case trueLabel = "true-label"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      bound = try container.decode(Double.self, forKey: .bound)
      trueLabel = try container.decode(RandomLabel.TrueLabel.self, forKey: .trueLabel)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(bound, forKey: .bound)
      try container.encode(trueLabel, forKey: .trueLabel)
    }

    public static let rules = UpdateOptions.rules.merging([
      "bound": .range(0...1), "true-label": .choices(RandomLabel.TrueLabel.allCases.map(\.rawValue)),
    ]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    if options.trueLabel == .excluded && task.dataset.classCount < 2 {
      throw UnlearningError.noOtherLabel(
        method: Self.name, classCount: task.dataset.classCount, instead: "true-label: allowed")
    }
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    var crossed = 0, asked = 0
    try run.train(on: task.forget, recipe: recipe, random: task.random) { batch, context in
      run.countGradient([batch])
      let labels = nearestClasses(of: batch, to: task.original)
      crossed += zip(labels, batch.labels).count { $0 != $1 }
      asked += labels.count
      return run.crossEntropy(batch.images, labels: labels, mode: mode, context: context)
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: true, retainLabels: false)) { _ in
      asked > 0 ? [Diagnostic("crossed-boundary", Double(crossed) / Double(asked))] : []
    }
  }

  /// The class of each sample on the other side of the boundary.
  func nearestClasses(of batch: Batch, to network: Network) -> [Int32] {
    let images = batch.images.detached().tracked()
    let loss = meanCrossEntropy(network.forward(images, mode: .evaluate).logits, labels: batch.labels)
    let direction = gradients(of: loss, withRespectTo: [images])[0].sign()
    return withoutGradients {
      let moved = (batch.images + options.bound * direction).clamped(to: 0...1)
      let pixels = (moved * 255).rounded() / Tensor(scalar: 255)
      let logits = network.forward(pixels, mode: .evaluate).logits
      guard options.trueLabel == .excluded else { return logits.argmaxRows() }
      return (logits - 1e30 * Tensor.oneHot(batch.labels, classCount: network.classCount)).argmaxRows()
    }
  }
}
