import Learning
import TensorCore

/// What methods share that read gradients once and then change the weights without an optimizer.
extension UnlearningRun {
  /// Walks over a subset in pieces and hands over the gradient of each, at weights that stay.
  ///
  /// Shapes:    gradients as the network's parameters, in their order
  /// Random:    the augmentation from the stream's child "augment", and the order from its child "shuffle" if shuffled,
  ///            both as the first pass of a `BatchCycle`; the subset's own order, and no draw, otherwise
  /// Throws:    `LearningError.emptySubset`; `TrainingError.diverged` when a loss is not finite; whatever `loss` and
  ///            `body` throw
  func gradientPass(
    over subset: Subset, batchSize: Int, augmentation: Augmentation = .none, isShuffled: Bool = false,
    random: RandomStream, loss: (_ batch: Batch) throws -> Tensor,
    body: (_ batch: Batch, _ gradients: [Tensor]) throws -> Void
  ) throws {
    try eachBatch(
      of: subset, batchSize: batchSize, augmentation: augmentation, isShuffled: isShuffled, random: random
    ) { batch, step in
      let parts = try gradient(of: batch, step: step, loss: loss)
      try withoutGradients { try body(batch, parts) }
    }
  }

  /// The batches of `gradientPass`, without their gradients.
  func eachBatch(
    of subset: Subset, batchSize: Int, augmentation: Augmentation = .none, isShuffled: Bool = false,
    random: RandomStream, body: (_ batch: Batch, _ step: Int) throws -> Void
  ) throws {
    guard !subset.isEmpty else { throw LearningError.emptySubset(purpose: "gradients") }
    let order = isShuffled ? random.child("shuffle").child(0) : nil
    for (step, rows) in subset.batchRows(size: batchSize, shuffledBy: order).enumerated() {
      let batch = subset.batch(rows: rows, augmentation: augmentation, random: random.child("augment").child(0))
      try body(batch, step)
    }
  }

  /// The gradient of one batch's loss; counts it.
  ///
  /// Throws:    `TrainingError.diverged` when the loss is not finite
  func gradient(of batch: Batch, step: Int, loss: (_ batch: Batch) throws -> Tensor) throws -> [Tensor] {
    countGradient([batch])
    let output = try loss(batch), value = output.item()
    guard value.isFinite else { throw TrainingError.diverged(step: step, epoch: 0, loss: value) }
    return gradients(of: output, withRespectTo: network.parameters.map(\.tensor))
  }

  /// Throws:    `TrainingError.nonFiniteWeights` when the network holds a value that is not finite
  func requireFiniteWeights() throws {
    guard let name = network.firstNonFiniteTensor else { return }
    throw TrainingError.nonFiniteWeights(name: name, step: 0)
  }

  /// A recipe without an epoch: what ran when no optimizer did. Nil for the original's.
  func recipeWithoutEpochs(batchSize: Int?, augmentation: Augmentation?) -> TrainingRecipe {
    var recipe = task.recipe
    recipe.epochs = 0
    recipe.batchSize = batchSize ?? recipe.batchSize
    recipe.augmentation = augmentation ?? recipe.augmentation
    return recipe
  }
}
