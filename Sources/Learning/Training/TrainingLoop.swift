import TensorCore

/// The loop that every method shares: for each epoch, for each batch, loss → gradients → optimizer.
///
/// Methods differ by the loss function they pass, and by the two hooks.
///
/// Random:    "shuffle" (a child per epoch) orders the samples, "augment" (a child per epoch, then per position)
///            changes them, "step" (a child per step) is the loss function's
public struct TrainingLoop {
  /// The loss of a batch, [] : one forward pass, recorded.
  public typealias LossFunction = (_ network: Network, _ batch: Batch, _ context: StepContext) throws -> Tensor

  /// Changes the gradients (in the order of the parameters) before clipping and the optimizer: masks, noise.
  public var gradientTransform: ((_ gradients: [Tensor], _ context: StepContext) -> [Tensor])?
  /// Runs after each optimizer step: projections, restored weights.
  public var afterStep: ((_ network: Network, _ context: StepContext) throws -> Void)?
  /// What an epoch passes over where that is not the run's subset. Such a run cannot be resumed, and `one-cycle`, which
  /// counts steps, takes every epoch to be as long as the current one.
  public var epochSubset: ((_ epoch: Int) -> Subset)?

  public init() {}

  /// Trains `network` in place.
  ///
  /// `parameters` are the ones that move (all by default); running statistics move as the loss function's mode says.
  /// `resume` continues after the epoch at which it was taken and gives the bits of an uninterrupted run.
  ///
  /// Throws:    `TrainingError.diverged` when a loss is not finite, `.nonFiniteWeights` when the result is not;
  ///            `LearningError.emptySubset`, `.options`, `.snapshotMismatch`; whatever loss or monitor throw
  public func run(
    network: Network, subset: Subset, recipe: TrainingRecipe, random: RandomStream,
    monitor: any TrainingMonitor = SilentMonitor(), parameters: [Parameter]? = nil, resume: TrainingSnapshot? = nil,
    loss: LossFunction
  ) throws -> TrainingReport {
    guard !subset.isEmpty else { throw LearningError.emptySubset(purpose: "training") }
    let problems = recipe.problems()
    guard problems.isEmpty else { throw LearningError.options(problems) }
    var run = Run(
      network: network, subset: subset, recipe: recipe, random: random,
      optimizer: recipe.makeOptimizer(parameters ?? network.parameters))
    if let resume { try run.restore(resume) }
    for epoch in run.history.count..<max(recipe.epochs, run.history.count) {
      try trainEpoch(epoch, of: &run, monitor: monitor, loss: loss)
    }
    if let name = network.firstNonFiniteTensor {
      throw TrainingError.nonFiniteWeights(name: name, step: run.step)
    }
    return TrainingReport(epochs: run.history)
  }

  private func trainEpoch(
    _ epoch: Int, of run: inout Run, monitor: any TrainingMonitor, loss: LossFunction
  ) throws {
    let clock = ContinuousClock()
    let start = clock.now
    func seconds() -> Double { start.duration(to: clock.now) / .seconds(1) }
    let subset = epochSubset?(epoch) ?? run.subset
    let batches = subset.batchRows(
      size: run.recipe.batchSize, shuffledBy: run.random.child("shuffle").child(epoch))
    let tally = AccuracyTally()
    var lossSum = 0.0, images = 0, learningRate = 0.0
    for (stepInEpoch, rows) in batches.enumerated() {
      learningRate = run.learningRate(epoch: epoch, stepsPerEpoch: batches.count)
      let context = StepContext(
        epoch: epoch, epochs: run.recipe.epochs, step: run.step, stepInEpoch: stepInEpoch,
        stepsPerEpoch: batches.count, learningRate: learningRate,
        random: run.random.child("step").child(run.step), tally: tally)
      let batch = subset.batch(
        rows: rows, augmentation: run.recipe.augmentation, random: run.random.child("augment").child(epoch))
      let value = try takeStep(batch, context: context, run: run, loss: loss)
      lossSum += value * Double(rows.count)
      images += rows.count
      let elapsed = seconds()
      let record = StepRecord(
        epoch: epoch, epochs: run.recipe.epochs, step: run.step, stepInEpoch: stepInEpoch,
        stepsPerEpoch: batches.count, loss: value, learningRate: learningRate,
        imagesPerSecond: elapsed > 0 ? Double(images) / elapsed : 0)
      run.step += 1
      try monitor.stepEnded(record)
    }
    let record = EpochRecord(
      epoch: epoch, loss: lossSum / Double(images), accuracy: tally.accuracy, learningRate: learningRate,
      steps: batches.count, images: images, seconds: seconds())
    run.history.append(record)
    let finished = run
    try monitor.epochEnded(record) { finished.snapshot() }
  }

  /// Returns the loss before the step.
  private func takeStep(
    _ batch: Batch, context: StepContext, run: Run, loss: LossFunction
  ) throws -> Double {
    let output = try loss(run.network, batch, context)
    let value = output.item()
    guard value.isFinite else { throw TrainingError.diverged(step: context.step, epoch: context.epoch, loss: value) }
    var computed = gradients(of: output, withRespectTo: run.optimizer.parameters.map(\.tensor))
    if let gradientTransform { computed = withoutGradients { gradientTransform(computed, context) } }
    if let limit = run.recipe.gradientClip { computed = clipped(computed, toNorm: limit) }
    run.optimizer.step(gradients: computed, learningRate: context.learningRate)
    try afterStep?(run.network, context)
    return value
  }
}

/// Trains a classifier on cross-entropy, in place.
///
/// Random:    as `TrainingLoop`
/// Throws:    as `TrainingLoop.run`
@discardableResult
public func train(
  _ network: Network, on subset: Subset, recipe: TrainingRecipe, random: RandomStream,
  monitor: any TrainingMonitor = SilentMonitor(), resume: TrainingSnapshot? = nil
) throws -> TrainingReport {
  try TrainingLoop().run(
    network: network, subset: subset, recipe: recipe, random: random, monitor: monitor, resume: resume,
    loss: classificationLoss)
}

/// Mean cross-entropy of a batch in `train` mode; counts the accuracy.
///
/// Shapes:    batch of N → []
public func classificationLoss(_ network: Network, _ batch: Batch, _ context: StepContext) -> Tensor {
  let logits = network.forward(batch.images, mode: .train).logits
  context.record(logits: logits, labels: batch.labels)
  return meanCrossEntropy(logits, labels: batch.labels)
}
