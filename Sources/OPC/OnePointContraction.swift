import Learning
import TensorCore
import Unlearners

/// One-point contraction: cross-entropy on the retain set, and the forget set's logits pulled into one point.
///
/// L = CE(m(x_r), y_r) + β · mean ‖m(x_f)‖₂; retain and forget batches pass through the network separately.
///
/// Random:    the task's stream, as `UnlearningRun.train`: retain batches are those of fine-tuning
/// Source:    Jung et al., "OPC: One-Point-Contraction Unlearning Toward Deep Feature Forgetting" (arXiv 2507.07754),
///            equations (1) and (2); no code was released, docs/methods/opc.md lists what had to be chosen
public struct OnePointContraction: Unlearner {
  public static let name = "opc"
  public static let version = 1
  /// Ours: the paper has neither a coefficient nor a public rate (docs/methods/opc.md).
  public static let searchSpace: [SearchRange] = [
    .log("coefficient", 0.1...10), .log("learning-rate", 1e-3...1e-1), .epochs,
  ]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task)
    let mode = options.update.batchNorm.mode
    let contraction = ContractionLoss(options.norm)
    let rule = stopRule(forgetAccuracy: options.stopAccuracy, forget: task.forget, epochs: recipe.epochs)
    try run.train(options.batches, recipe: recipe, random: task.random, stopRule: rule) { step, context in
      let kept = step.retain.map {
        run.crossEntropy($0.images, labels: $0.labels, mode: mode, context: context)
      }
      let coefficient = options.coefficient(step: context.step, stepsPerEpoch: context.stepsPerEpoch)
      let contracted = step.forget.map {
        let output = run.network.forward($0.images, mode: mode)
        return contraction(options.target == .logits ? output.logits : output.features) * coefficient
      }
      guard let kept, let contracted else { return kept ?? contracted! }
      return kept + contracted
    }
    return run.finish(
      recipe: recipe,
      knowledge: .init(forgetLabels: options.stopAccuracy != nil, retainLabels: options.batches != .forgetOnly)
    ) { network in
      ForgetNorms(network.predict(task.forget)).diagnostics
    }
  }
}
