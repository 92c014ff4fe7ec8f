import Learning
import TensorCore

/// A student of two teachers: the original on retain samples, a network that never learnt on forget samples.
///
/// Both sets, the retain set thinned out, are shuffled together; L = KL(softmax(teacher/T) ‖ softmax(student/T)).
///
/// Random:    the task's stream, as `TrainingLoop`; "retain-subset" thins out, "incompetent-teacher" draws its weights
/// Source:    Chundawat et al., "Can Bad Teaching Induce Forgetting?" (2023), released code (methods.md B.11)
public struct BadTeacher: Unlearner {
  public static let name = "bad-teacher"
  public static let version = 1

  /// What the divergence is divided by.
  public enum Reduction: String, Codable, CaseIterable, Sendable {
    /// Samples times classes: PyTorch's default for `kl_div`, and so the released code.
    case elements
    /// Samples: the divergence itself.
    case samples
  }

  public struct Options: ConfigOptions, Equatable {
    /// The fraction of the retain set that is used, drawn once. 0.3: the authors' notebook.
    public var retainFraction = 0.3
    /// T; there is no factor T², as released.
    public var temperature = 1.0
    public var reduction = Reduction.elements
    /// Adam, rate 1e-4, one epoch: the authors' notebook, and the SSD repository.
    public var update = UpdateOptions(epochs: 1, learningRate: 1e-4, optimizer: .adam, weightDecay: 0)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case temperature, reduction
      case retainFraction = "retain-fraction"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      retainFraction = try container.decode(Double.self, forKey: .retainFraction)
      temperature = try container.decode(Double.self, forKey: .temperature)
      reduction = try container.decode(Reduction.self, forKey: .reduction)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(retainFraction, forKey: .retainFraction)
      try container.encode(temperature, forKey: .temperature)
      try container.encode(reduction, forKey: .reduction)
    }

    public static let rules = UpdateOptions.rules.merging([
      "retain-fraction": .range(0...1), "temperature": .range(1e-3...1e3),
      "reduction": .choices(Reduction.allCases.map(\.rawValue)),
    ]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let competent = Teacher(task.original)
    let incompetent = Teacher(try task.initial(task.random.child("incompetent-teacher")))
    let divisor = options.reduction == .elements ? Double(task.dataset.classCount) : 1
    let forgetCount = task.forget.count
    try run.train(on: task.forget.joined(with: retainSubset(of: task)), recipe: recipe, random: task.random) {
      batch, _ in
      // Rows below the forget count are forget samples.
      let isForget = Tensor(batch.rows.map { Float($0 < forgetCount ? 1 : 0) }, shape: [batch.count, 1])
      let target = withoutGradients {
        logSoftmax(incompetent.logits(batch.images)) * isForget
          + logSoftmax(competent.logits(batch.images)) * (1 - isForget)
      }
      let student = logSoftmax(run.network.forward(batch.images, mode: mode).logits)
      return klDivergence(target: target, input: student).mean() / divisor
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: false))
  }

  private func logSoftmax(_ logits: Tensor) -> Tensor { (logits * (1 / options.temperature)).logSoftmax() }

  /// The retain samples that take part, in the retain set's order.
  func retainSubset(of task: UnlearningTask) -> Subset {
    var stream = task.random.child("retain-subset")
    let count = Int(options.retainFraction * Double(task.retain.count))
    return task.retain.selecting(rows: stream.permutation(task.retain.count).prefix(count).sorted())
  }
}
