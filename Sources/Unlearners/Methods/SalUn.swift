import Learning
import TensorCore

/// Random labels on the forget set, true ones on the retain set, and only the weights that matter to the forget set move.
///
/// A weight matters by |Σ over batches ∂CE/∂θ| on the forget set, at the original weights in `evaluate` mode, ranked over
/// all parameters.
///
/// Random:    the task's stream, as `random-label`; "saliency" orders the batches of the mask, "labels" draws labels
/// Source:    Fan et al., "SalUn" (2024); Unlearn-Saliency, commit a6e89fd (methods.md B.6)
public struct SalUn: Unlearner {
  public static let name = "salun"
  public static let version = 1
  /// Rates around those published, 5e-3 to 5e-2; fractions up to the largest selected, 0.9 (methods.md B.6).
  public static let searchSpace: [SearchRange] = [
    .log("learning-rate", 1e-3...1e-1), .choice("fraction", [0.1, 0.3, 0.5, 0.7, 0.9]), .epochs,
  ]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    if options.trueLabel == .excluded && task.dataset.classCount < 2 {
      throw UnlearningError.noOtherLabel(
        method: Self.name, classCount: task.dataset.classCount, instead: "true-label: allowed")
    }
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task)
    let drawn = RandomLabels(
      truth: task.forget.labels, classCount: task.dataset.classCount, trueLabel: options.trueLabel,
      redraw: options.redraw, random: task.random.child("labels"))
    let loop: TrainingLoop
    switch options.mask {
    case .hard:
      let start = options.maskedWeights == .restored ? run.network.parameters.map { $0.tensor.copy() } : nil
      loop = try mask(run, recipe: recipe).loop(restoring: start)
    case .soft:
      loop = ProximalShrinking(fraction: options.fraction, epochs: recipe.epochs).loop(for: run.network)
    }
    try run.train(
      randomLabels: drawn, isJoint: options.batches == .joint, withRetain: true, recipe: recipe,
      mode: options.update.batchNorm.mode, loop: loop)
    return run.finish(
      recipe: recipe,
      // The labels make the mask.
      knowledge: .init(forgetLabels: options.mask == .hard || options.trueLabel == .excluded, retainLabels: true))
  }

  func mask(_ run: UnlearningRun, recipe: TrainingRecipe) throws -> WeightMask {
    let sums = try run.gradientSum(over: run.task.forget, recipe: recipe, random: run.task.random.child("saliency")) {
      meanCrossEntropy(run.network.forward($0.images, mode: .evaluate).logits, labels: $0.labels)
    }
    return WeightMask(keeping: options.fraction, ofLargest: withoutGradients { sums.map { $0.absolute() } })
  }
}
