import TensorCore

/// The state of a training run between two steps.
struct Run {
  let network: Network
  let subset: Subset
  let recipe: TrainingRecipe
  let random: RandomStream
  let optimizer: any Optimizer
  /// Steps taken so far.
  var step = 0
  /// Finished epochs.
  var history: [EpochRecord] = []

  func learningRate(epoch: Int, stepsPerEpoch: Int) -> Double {
    recipe.resolvedSchedule.learningRate(
      base: recipe.learningRate, epoch: epoch, step: step, epochs: recipe.epochs, stepsPerEpoch: stepsPerEpoch,
      warmupEpochs: recipe.warmupEpochs)
  }

  /// A number that two runs share only when their streams are the same.
  var randomIdentity: Int64 {
    var stream = random.child("identity")
    return Int64(bitPattern: stream.next())
  }

  /// Copies everything that the next epoch depends on.
  func snapshot() -> TrainingSnapshot {
    TrainingSnapshot(
      network: network.copy(), slots: optimizer.slots.map { ($0.name, $0.tensor.copy()) },
      optimizerSteps: optimizer.stepCount, step: step, history: history, randomIdentity: randomIdentity)
  }

  mutating func restore(_ snapshot: TrainingSnapshot) throws {
    guard snapshot.network.architecture == network.architecture else {
      throw LearningError.snapshotMismatch(
        "it holds a '\(snapshot.network.architecture)', the run trains a '\(network.architecture)'")
    }
    guard snapshot.randomIdentity == randomIdentity else {
      throw LearningError.snapshotMismatch("it was made with another seed")
    }
    let stepsPerEpoch = (subset.count + recipe.batchSize - 1) / recipe.batchSize
    guard snapshot.step == snapshot.history.count * stepsPerEpoch else {
      throw LearningError.snapshotMismatch(
        "it took \(snapshot.step) steps in \(snapshot.history.count) epochs, this run takes \(stepsPerEpoch) an epoch")
    }
    try optimizer.restore(
      slots: Dictionary(snapshot.slots.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first }),
      stepCount: snapshot.optimizerSteps)
    network.copyState(from: snapshot.network)
    step = snapshot.step
    history = snapshot.history
  }
}
