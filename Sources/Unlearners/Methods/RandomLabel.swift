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
      throw UnlearningError.noOtherLabel(method: Self.name, classCount: task.dataset.classCount)
    }
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task, defaults: plan.update)
    let mode = options.update.batchNorm.mode
    let drawn = RandomLabels(
      truth: task.forget.labels, classCount: task.dataset.classCount, trueLabel: plan.trueLabel,
      redraw: plan.redraw, random: task.random.child("labels"))
    if options.withRetain && plan.isJoint {
      // Rows below the forget count are forget samples: those are relabelled, the others keep their labels.
      try run.train(on: task.forget.joined(with: task.retain), recipe: recipe, random: task.random) {
        batch, context in
        let random = drawn.labels(epoch: context.epoch)
        let labels = zip(batch.rows, batch.labels).map { row, label in row < random.count ? random[row] : label }
        return run.crossEntropy(batch.images, labels: labels, mode: mode, context: context)
      }
    } else {
      try run.train(options.withRetain ? .sequential : .forgetOnly, recipe: recipe, random: task.random) {
        step, context in
        if let batch = step.forget {
          let random = drawn.labels(epoch: context.epoch)
          return run.crossEntropy(batch.images, labels: batch.rows.map { random[$0] }, mode: mode, context: context)
        }
        let batch = step.retain!
        return run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
      }
    }
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
