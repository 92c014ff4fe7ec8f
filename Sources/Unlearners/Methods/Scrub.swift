import Learning
import TensorCore

/// A student that leaves its teacher, the original, on the forget set, and stays with it on the retain set (SCRUB).
///
/// First epochs: a pass over the forget set on −D, then one over the retain set on γ·CE + α·D; later epochs the latter
/// alone, all with one optimizer. D = T²·KL(softmax(teacher/T) ‖ softmax(student/T)), mean over the batch.
///
/// Random:    the task's stream, as `UnlearningRun.train(passes:)`
/// Source:    Kurmanji et al., "Towards Unbounded Machine Unlearning" (2023), released code (methods.md B.10)
public struct Scrub: Unlearner {
  public static let name = "scrub"
  public static let version = 1
  /// A decade on either side of the notebooks' rate; their α and, as theirs, 2 or 3 maximising epochs (methods.md B.10).
  public static let searchSpace: [SearchRange] = [
    .log("learning-rate", 5e-5...5e-3), .choice("maximise-epochs", [1, 2, 3]), .choice("alpha", [0.001, 0.5]), .epochs,
  ]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let rewinding = options.rewind ? try Rewinding(task, method: Self.name) : nil
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let teacher = Teacher(task.original)
    var pass = UnlearningRun.Pass.retain
    var loop = TrainingLoop()
    if let limit = options.maximiseClip {
      loop.gradientTransform = { gradients, _ in pass == .forget ? clipped(gradients, toNorm: limit) : gradients }
    }
    try run.train(
      passes: options.passes, forgetBatchSize: options.forgetBatchSize, recipe: recipe, random: task.random, loop: loop,
      stopRule: rewinding?.rule
    ) { current, batch, context in
      pass = current
      let logits = run.network.forward(batch.images, mode: mode).logits
      let distance = distillationLoss(
        target: teacher.logits(batch.images), logits: logits, temperature: options.temperature)
      guard current == .retain else { return -distance }
      context.record(logits: logits, labels: batch.labels)
      return options.gamma * meanCrossEntropy(logits, labels: batch.labels) + options.alpha * distance
    }
    let rewound = rewinding?.rewind(run)
    return run.finish(
      recipe: recipe, knowledge: .init(forgetLabels: options.rewind, retainLabels: true),
      notes: [rewound?.note].compactMap { $0 }
    ) { _ in rewound?.diagnostics ?? [] }
  }
}
