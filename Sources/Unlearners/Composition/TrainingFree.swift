import Learning
import TensorCore

extension UnlearningRun {
  /// Hands over what was made without an epoch; the recipe is the original's with none.
  func finishUntrained(
    knowledge: UnlearningLedger.Knowledge, notes: [UnlearningNote] = [], diagnostics: [Diagnostic] = []
  ) -> UnlearningResult {
    var recipe = task.recipe
    recipe.epochs = 0
    return finish(recipe: recipe, knowledge: knowledge, notes: notes) { _ in diagnostics }
  }

  /// Features and logits of a whole set in `evaluate` mode, without augmentation; counted as a reading.
  func outputs(of subset: Subset) -> Predictions {
    countReading(subset)
    return network.predict(subset)
  }
}

extension Tensor {
  /// The matrix in single precision.
  ///
  /// Shapes:    [m, n] → [m, n]
  init(rounding matrix: Matrix) {
    self = Tensor(matrix.values, shape: [matrix.rows, matrix.columns]).cast(to: .float32)
  }
}
