import Learning
import TensorCore

extension Workload {
  /// One repetition is one step of the project's training loop: batch, forward, loss, backward, SGD with momentum and
  /// weight decay, and the accuracy of the batch.
  static func training(_ family: any Architecture.Type, _ shape: ImageShape) -> Workload {
    Workload { arguments, gate in
      let setup = try TrainingSetup(family, shape, batch: arguments.batch)
      try gate.open()
      try train(
        setup.network, on: setup.subset, recipe: setup.recipe, random: setup.random, monitor: StepGate(gate: gate))
    }
  }
}

/// A network, images for it and a recipe.
struct TrainingSetup {
  let network: Network
  let subset: Subset
  let recipe: TrainingRecipe
  let random = RandomStream(seed: 0)

  init(_ family: any Architecture.Type, _ shape: ImageShape, batch: Int, batches: Int = 8) throws {
    subset = try SyntheticImages.subset(shape, count: batches * batch)
    network = try family.build(
      input: shape, classCount: SyntheticImages.classCount, normalisation: SyntheticImages.normalisation(of: shape),
      random: random.child("init"))
    var recipe = TrainingRecipe()
    // The turns end the run.
    recipe.epochs = 10_000
    recipe.batchSize = batch
    recipe.learningRate = 0.01
    self.recipe = recipe
  }
}

/// Counts each optimizer step as a repetition.
private struct StepGate: TrainingMonitor {
  let gate: Gate

  func stepEnded(_ record: StepRecord) throws { try gate.repetitionEnded() }
}
