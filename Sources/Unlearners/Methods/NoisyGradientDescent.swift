import Learning
import TensorCore

/// Fine-tunes on the retain set with Gaussian noise in every step (NGD).
///
/// Random:    batches as `TrainingLoop` from the task's stream, those of fine-tuning; the noise of a parameter from its
///            step's stream, child "noise", child of its name
/// Source:    Chourasia and Shah, "Forget Unlearning" (2023); methods.md B.16
public struct NoisyGradientDescent: Unlearner {
  public static let name = "noisy-gradient-descent"
  public static let version = 1
  /// σ·η from 1e-5 to 1e-3 at the default rate (methods.md B.16).
  public static let searchSpace: [SearchRange] = [
    .log("noise", 1e-3...1e-1), .log("learning-rate", 1e-3...1e-1), .epochs,
  ]

  public enum Form: String, Codable, CaseIterable, Sendable {
    /// θ ← θ − η(∇L + σξ): the noise is part of the gradient, and goes through the clip and the momentum like it.
    case gradient
    /// θ ← θ − η∇L + √(2η)·σξ: the noise of Langevin dynamics, added to the weights after the step. The paper's form.
    case langevin
  }

  public struct Options: ConfigOptions, Equatable {
    public var form = Form.gradient
    /// σ. No public source gives the one behind a published number: at a rate of 0.01 this moves each weight by 1e-4 a
    /// step, the middle of the range in which fine-tuning survives (docs/methods/noisy-gradient-descent.md).
    public var noise = 0.01
    /// As fine-tuning.
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01)

    public init() {}

    enum CodingKeys: String, CodingKey { case form, noise }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      form = try container.decode(Form.self, forKey: .form)
      noise = try container.decode(Double.self, forKey: .noise)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(form, forKey: .form)
      try container.encode(noise, forKey: .noise)
    }

    public static let rules = UpdateOptions.rules.merging([
      "form": .choices(Form.allCases.map(\.rawValue)), "noise": .range(0...1e3),
    ]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let parameters = run.network.parameters
    var loop = TrainingLoop()
    if options.noise > 0 {
      switch options.form {
      case .gradient:
        loop.gradientTransform = { [noise = options.noise] gradients, context in
          zip(gradients, parameters).map { $0 + noise * Self.draw($1, context) }
        }
      case .langevin:
        loop.afterStep = { [noise = options.noise] _, context in
          let scale = (2 * context.learningRate).squareRoot() * noise
          for parameter in parameters { parameter.tensor.updateAdd(Self.draw(parameter, context), scale: scale) }
        }
      }
    }
    try run.train(on: task.retain, recipe: recipe, random: task.random, loop: loop) { batch, context in
      run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true))
  }

  /// ξ: a standard normal value for every value of a parameter.
  static func draw(_ parameter: Parameter, _ context: StepContext) -> Tensor {
    var stream = context.random.child("noise").child(parameter.name)
    return Tensor.normal(parameter.tensor.shape, random: &stream)
  }
}
