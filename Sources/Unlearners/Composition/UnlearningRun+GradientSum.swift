import Learning
import TensorCore

extension UnlearningRun {
  /// The sum of the batches' gradients over one pass of a subset, at weights that stay.
  ///
  /// Shapes:    as the network's parameters, in their order
  /// Random:    batches as `BatchCycle` from the stream passed in
  /// Throws:    `LearningError.emptySubset`; whatever `loss` throws
  func gradientSum(
    over subset: Subset, recipe: TrainingRecipe, random: RandomStream, loss: (_ batch: Batch) throws -> Tensor
  ) throws -> [Tensor] {
    let cycle = try BatchCycle(
      subset, batchSize: recipe.batchSize, augmentation: recipe.augmentation, random: random)
    let parameters = network.parameters.map(\.tensor)
    let sums = parameters.map { Tensor.zeros($0.shape) }
    for step in 0..<cycle.batchesPerPass {
      let batch = cycle.batch(step: step)
      tally.count([batch])
      let parts = gradients(of: try loss(batch), withRespectTo: parameters)
      for (sum, part) in zip(sums, parts) { sum.updateAdd(part, scale: 1) }
    }
    return sums
  }
}
