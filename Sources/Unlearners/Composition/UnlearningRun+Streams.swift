import Learning
import TensorCore

extension UnlearningRun {
  /// The batches of one step; which are there follows from the arrangement.
  public struct Step {
    public let retain: Batch?
    public let forget: Batch?
  }

  /// Trains on batches of the retain set and of the forget set, arranged as asked for, with one optimizer.
  ///
  /// Random:    retain batches as `TrainingLoop` from the stream passed in (so that they are those of fine-tuning),
  ///            forget batches likewise from its child "forget"
  /// Throws:    as `TrainingLoop.run`
  public func train(
    _ arrangement: StreamArrangement, recipe: TrainingRecipe, random: RandomStream,
    loop: TrainingLoop = TrainingLoop(), stopRule: StopRule? = nil,
    loss: (_ step: Step, _ context: StepContext) throws -> Tensor
  ) throws {
    let forget = try cycle(task.forget, recipe: recipe, random: random.child("forget"))
    guard arrangement != .forgetOnly else {
      return try run(loop, on: task.forget, recipe: recipe, random: random.child("forget"), stopRule: stopRule) {
        _, batch, context in
        tally.count([batch])
        return try loss(Step(retain: nil, forget: batch), context)
      }
    }
    let retain = try cycle(task.retain, recipe: recipe, random: random)
    let (retainBatches, forgetBatches) = (retain.batchesPerPass, forget.batchesPerPass)
    let isJoint = arrangement == .joint
    let paced =
      isJoint
      ? task.retain
      : pacemaker(
        steps: arrangement.stepsPerEpoch(retainBatches: retainBatches, forgetBatches: forgetBatches),
        batchSize: recipe.batchSize)
    try run(loop, on: paced, recipe: recipe, random: random, stopRule: stopRule) { _, batch, context in
      let numbers = arrangement.step(
        context.stepInEpoch, epoch: context.epoch, retainBatches: retainBatches, forgetBatches: forgetBatches)
      let step = Step(
        retain: isJoint ? batch : numbers.retain.map(retain.batch), forget: numbers.forget.map(forget.batch))
      tally.count([step.retain, step.forget].compactMap { $0 })
      return try loss(step, context)
    }
  }

  private func cycle(_ subset: Subset, recipe: TrainingRecipe, random: RandomStream) throws -> BatchCycle {
    try BatchCycle(subset, batchSize: recipe.batchSize, augmentation: recipe.augmentation, random: random)
  }

  /// Samples that give the loop a number of steps an epoch; the steps read batches of their own instead.
  ///
  /// The loop paces itself by one subset. Gathering its batches in vain costs about a thousandth of a step.
  func pacemaker(steps: Int, batchSize: Int) -> Subset {
    task.retain.selecting(rows: (0..<steps * batchSize).map { $0 % task.retain.count })
  }
}
