import Learning
import TensorCore

/// One method at work on one task: a network that changes, the time and the costs so far.
///
/// Methods own a run and give it loss functions; the loop is Learning's.
public final class UnlearningRun {
  public let task: UnlearningTask
  /// The network being changed.
  public let network: Network
  let tally: LedgerTally
  private var notes: [UnlearningNote] = []
  private var history: [EpochRecord] = []
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// Starts the clock. The network is a copy of the original unless another is given, which the run then owns.
  public init(_ task: UnlearningTask, starting network: Network? = nil) {
    self.task = task
    start = clock.now
    self.network = network ?? task.original.copy()
    tally = LedgerTally(task)
  }

  /// Trains on one subset, whatever it holds. `parameters` are the ones that move, all by default.
  ///
  /// Random:    as `TrainingLoop`, from the stream passed in
  /// Throws:    as `TrainingLoop.run`
  public func train(
    on subset: Subset, recipe: TrainingRecipe, random: RandomStream, loop: TrainingLoop = TrainingLoop(),
    parameters: [Parameter]? = nil, stopRule: StopRule? = nil,
    loss: (_ batch: Batch, _ context: StepContext) throws -> Tensor
  ) throws {
    try run(loop, on: subset, recipe: recipe, random: random, parameters: parameters, stopRule: stopRule) {
      _, batch, context in
      tally.count([batch])
      return try loss(batch, context)
    }
  }

  /// Runs the loop, keeps its records, and takes a stop for an end.
  func run(
    _ loop: TrainingLoop, on subset: Subset, recipe: TrainingRecipe, random: RandomStream,
    parameters: [Parameter]? = nil, stopRule: StopRule?, loss: TrainingLoop.LossFunction
  ) throws {
    let watch = EpochWatch(task: task, network: network, tally: tally, stopRule: stopRule)
    defer { history += watch.history }
    do {
      _ = try loop.run(
        network: network, subset: subset, recipe: recipe, random: random, monitor: watch, parameters: parameters,
        loss: loss)
    } catch let stop as EpochWatch.Stop {
      notes.append(stop.note)
      // The loop's own check comes after its last epoch, which it did not reach.
      if let name = network.firstNonFiniteTensor {
        throw TrainingError.nonFiniteWeights(name: name, step: tally.optimizerSteps)
      }
    }
  }

  /// Counts one gradient of some batches that the run's own loops did not take: an importance, a mask.
  public func countGradient(_ batches: [Batch]) { tally.count(batches) }

  /// Counts samples that the method passes through a network without a gradient: to choose labels, to decide.
  public func countReading(_ subset: Subset) { tally.countReading(subset.split, subset.positions) }

  /// Mean cross-entropy of a batch under some labels; counts the accuracy.
  ///
  /// Shapes:    images [N, H, W, C], labels N → []
  public func crossEntropy(_ images: Tensor, labels: [Int32], mode: Mode, context: StepContext) -> Tensor {
    let logits = network.forward(images, mode: mode).logits
    context.record(logits: logits, labels: labels)
    return meanCrossEntropy(logits, labels: labels)
  }

  /// Stops the clock, checks the retain accuracy and hands everything over.
  ///
  /// `diagnostics` may measure the network: its time is not the method's. The result is the network that was changed,
  /// unless another, made from it, is given.
  public func finish(
    recipe: TrainingRecipe, knowledge: UnlearningLedger.Knowledge, notes remarks: [UnlearningNote] = [],
    returning other: Network? = nil, diagnostics: (Network) -> [Diagnostic] = { _ in [] }
  ) -> UnlearningResult {
    let network = other ?? self.network
    let ledger = tally.ledger(knowledge: knowledge, seconds: start.duration(to: clock.now) / .seconds(1))
    var measured = diagnostics(network)
    let check = RetainCheck(task, network: network)
    if let check {
      measured += [
        Diagnostic("retain-check-original", check.original), Diagnostic("retain-check-unlearned", check.unlearned),
      ]
    }
    return UnlearningResult(
      network: network, notes: notes + remarks + [check?.note].compactMap { $0 }, diagnostics: measured,
      ledger: ledger, epochs: history, recipe: recipe)
  }
}
