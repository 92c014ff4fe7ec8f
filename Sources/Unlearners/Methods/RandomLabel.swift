import Learning
import TensorCore

/// Trains the forget set on labels drawn at random, and the retain set on its own.
///
/// Three methods are published under this name; `variant` chooses, and every choice that it makes can be overruled.
///
/// Random:    the task's stream, as `TrainingLoop`; "labels" draws the labels, with a child an epoch
/// Source:    methods.md B.5
public struct RandomLabel: Unlearner {
  public static let name = "random-label"
  public static let version = 1

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let plan = options.plan
    if plan.trueLabel == .excluded && task.dataset.classCount < 2 {
      throw UnlearningError.noOtherLabel(
        method: Self.name, classCount: task.dataset.classCount, instead: "true-label: allowed")
    }
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task, defaults: plan.update)
    let drawn = RandomLabels(
      truth: task.forget.labels, classCount: task.dataset.classCount, trueLabel: plan.trueLabel,
      redraw: plan.redraw, random: task.random.child("labels"))
    try run.train(
      randomLabels: drawn, isJoint: plan.isJoint, withRetain: options.withRetain, recipe: recipe,
      mode: options.update.batchNorm.mode)
    return run.finish(
      recipe: recipe,
      knowledge: .init(forgetLabels: plan.trueLabel == .excluded, retainLabels: options.withRetain),
      notes: [
        .remark(
          "random-label: \(options.variant.rawValue)\(options.withRetain ? "" : ", forget set only"), "
            + "labels drawn \(plan.redraw.rawValue), true label \(plan.trueLabel.rawValue)")
      ])
  }
}
