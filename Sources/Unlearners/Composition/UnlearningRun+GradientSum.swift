import Learning
import TensorCore

extension UnlearningRun {
  /// The sum of the batches' gradients over one pass of a subset, at weights that stay.
  ///
  /// Shapes:    as the network's parameters, in their order
  /// Random:    batches as the first pass of a `BatchCycle` from the stream passed in
  /// Throws:    as `gradientPass`
  func gradientSum(
    over subset: Subset, recipe: TrainingRecipe, random: RandomStream, loss: (_ batch: Batch) throws -> Tensor
  ) throws -> [Tensor] {
    let sums = network.parameters.map { Tensor.zeros($0.tensor.shape) }
    try gradientPass(
      over: subset, batchSize: recipe.batchSize, augmentation: recipe.augmentation, isShuffled: true, random: random,
      loss: loss
    ) { _, parts in
      for (sum, part) in zip(sums, parts) { sum.updateAdd(part, scale: 1) }
    }
    return sums
  }
}
