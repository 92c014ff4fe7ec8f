import Learning
import TensorCore

extension UnlearningRun {
  /// A pass over all of one set.
  public enum Pass: Sendable { case forget, retain }

  /// Trains in passes that may differ from epoch to epoch, with one optimizer; every epoch must have at least one.
  ///
  /// `forgetBatchSize` is the recipe's unless given.
  ///
  /// Random:    retain batches as `TrainingLoop` from the stream passed in, forget batches likewise from its child
  ///            "forget"; the n-th pass over a set takes the n-th order, whatever stands between
  /// Throws:    as `TrainingLoop.run`
  public func train(
    passes: (_ epoch: Int) -> [Pass], forgetBatchSize: Int? = nil, recipe: TrainingRecipe, random: RandomStream,
    loop: TrainingLoop = TrainingLoop(), stopRule: StopRule? = nil,
    loss: (_ pass: Pass, _ batch: Batch, _ context: StepContext) throws -> Tensor
  ) throws {
    func cycle(_ subset: Subset, _ size: Int, _ random: RandomStream) throws -> BatchCycle {
      try BatchCycle(subset, batchSize: size, augmentation: recipe.augmentation, random: random)
    }
    let forget = try cycle(task.forget, forgetBatchSize ?? recipe.batchSize, random.child("forget"))
    let retain = try cycle(task.retain, recipe.batchSize, random)
    // For every step of every epoch: the pass it belongs to, and the number of its batch in the set's cycle.
    var taken: [Pass: Int] = [:]
    let steps = (0..<recipe.epochs).map { epoch in
      passes(epoch).flatMap { pass in
        let count = pass == .forget ? forget.batchesPerPass : retain.batchesPerPass
        let first = taken[pass, default: 0]
        taken[pass] = first + count
        return (first..<first + count).map { (pass: pass, batch: $0) }
      }
    }
    precondition(steps.allSatisfy { !$0.isEmpty }, "an epoch without a pass")
    let pacemakers = Dictionary(
      Set(steps.map(\.count)).map { ($0, pacemaker(steps: $0, batchSize: recipe.batchSize)) }, uniquingKeysWith: { $1 })
    var loop = loop
    loop.epochSubset = { pacemakers[steps[$0].count]! }
    try run(loop, on: task.retain, recipe: recipe, random: random, stopRule: stopRule) { _, _, context in
      let step = steps[context.epoch][context.stepInEpoch]
      let batch = (step.pass == .forget ? forget : retain).batch(step: step.batch)
      tally.count([batch])
      return try loss(step.pass, batch, context)
    }
  }
}
