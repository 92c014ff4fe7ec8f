import Learning
import TensorCore

extension UnlearningRun {
  /// Trains the forget set on drawn labels and, with a retain set, that on its own: jointly shuffled, or first the one
  /// and then the other in every epoch.
  ///
  /// Random:    as `train` of a subset when joint, of an arrangement otherwise
  /// Throws:    as `TrainingLoop.run`
  func train(
    randomLabels drawn: RandomLabels, isJoint: Bool, withRetain: Bool, recipe: TrainingRecipe, mode: Mode,
    loop: TrainingLoop = TrainingLoop()
  ) throws {
    if withRetain && isJoint {
      // Rows below the forget count are forget samples: those are relabelled, the others keep their labels.
      try train(on: task.forget.joined(with: task.retain), recipe: recipe, random: task.random, loop: loop) {
        batch, context in
        let random = drawn.labels(epoch: context.epoch)
        let labels = zip(batch.rows, batch.labels).map { row, label in row < random.count ? random[row] : label }
        return crossEntropy(batch.images, labels: labels, mode: mode, context: context)
      }
    } else {
      try train(withRetain ? .sequential : .forgetOnly, recipe: recipe, random: task.random, loop: loop) {
        step, context in
        if let batch = step.forget {
          let random = drawn.labels(epoch: context.epoch)
          return crossEntropy(batch.images, labels: batch.rows.map { random[$0] }, mode: mode, context: context)
        }
        let batch = step.retain!
        return crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
      }
    }
  }
}
