import Learning
import TensorCore

/// Trains on noise that the network takes for anything but the forgotten class, labelled as that class, and then mends
/// the rest (UNSIR). It sees no forget sample.
///
/// Random:    the task's stream: "noise", a child a class; "impair" and "repair", each as `TrainingLoop`
/// Source:    Tarun et al., "Fast Yet Effective Machine Unlearning" (2023), released code; methods.md B.13
public struct Unsir: Unlearner {
  public static let name = "unsir"
  public static let version = 1
  /// From the released code's rate to the paper's (methods.md B.13).
  public static let searchSpace: [SearchRange] = [.log("impair-rate", 1e-4...2e-2), .log("repair-rate", 1e-4...2e-2)]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  /// Throws:    `UnlearningError.forgetsOnlyClasses` when the request is not by class
  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    guard let classes = task.forgetClasses.map({ Set($0).sorted() }), !classes.isEmpty else {
      throw UnlearningError.forgetsOnlyClasses(method: Self.name)
    }
    let plan = options.plan, run = UnlearningRun(task)
    let retain = Self.firstOfEachClass(plan.retainPerClass, of: task.retain)
    guard !retain.isEmpty else { throw LearningError.emptySubset(purpose: "repairing") }
    // All noises are learnt before anything else: none sees what another class's did to the weights.
    let noises = try classes.map { try noise(against: $0, run: run) }
    try impair(run, noises: noises, classes: classes, retain: retain)
    let recipe = Self.recipe(epochs: options.repairEpochs, rate: plan.repairRate, batchSize: plan.repairBatchSize)
    try run.train(on: retain, recipe: recipe, random: task.random.child("repair")) { batch, context in
      run.crossEntropy(batch.images, labels: batch.labels, mode: .train, context: context)
    }
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true))
  }

  /// Images that the network does not take for a class.
  ///
  /// Shapes:    → [noise batch size, H, W, C]
  func noise(against label: Int, run: UnlearningRun) throws -> Tensor {
    let plan = options.plan
    var noise = ErrorMaximisingNoise(
      plan.noiseBatchSize, for: run.network, random: run.task.random.child("noise").child(label))
    for _ in 0..<plan.noiseSteps {
      run.countGradient([])
      try noise.step(against: label, network: run.network, mode: options.noiseBatchNorm.mode)
    }
    return noise.images
  }

  /// Trains on the noises, each `noise-batches` times over and labelled as its class, and the retain samples, shuffled
  /// together.
  func impair(_ run: UnlearningRun, noises: [Tensor], classes: [Int], retain: Subset) throws {
    let plan = options.plan
    let copies = plan.noiseBatches * plan.noiseBatchSize, noiseCount = copies * classes.count
    let all = withoutGradients { Tensor.concatenated(noises, axis: 0) }
    // The loop paces itself by a subset: its first rows stand for noise, and their images are not used.
    let rows = (0..<noiseCount).map { $0 % retain.count } + Array(0..<retain.count)
    let recipe = Self.recipe(epochs: options.impairEpochs, rate: plan.impairRate, batchSize: plan.impairBatchSize)
    try run.run(
      TrainingLoop(), on: retain.selecting(rows: rows), recipe: recipe, random: run.task.random.child("impair"),
      stopRule: nil
    ) { _, batch, context in
      let noisy = batch.rows.filter { $0 < noiseCount }
      let kept = retain.batch(rows: batch.rows.filter { $0 >= noiseCount }.map { $0 - noiseCount })
      run.countGradient(kept.count > 0 ? [kept] : [])
      let pictures = all.gatherRows(
        noisy.map { Int32($0 / copies * plan.noiseBatchSize + $0 % plan.noiseBatchSize) })
      let parts = [pictures, kept.images].filter { $0.count > 0 }
      let labels = noisy.map { Int32(classes[$0 / copies]) } + kept.labels
      return run.crossEntropy(Tensor.concatenated(parts, axis: 0), labels: labels, mode: .train, context: context)
    }
  }

  /// The first samples of every class, in the subset's order.
  static func firstOfEachClass(_ count: Int, of subset: Subset) -> Subset {
    var taken: [Int32: Int] = [:]
    return subset.filter { _, label in
      taken[label, default: 0] += 1
      return taken[label]! <= count
    }
  }

  private static func recipe(epochs: Int, rate: Double, batchSize: Int) -> TrainingRecipe {
    var recipe = TrainingRecipe()
    recipe.epochs = epochs
    recipe.batchSize = batchSize
    recipe.optimizer = .adam
    recipe.learningRate = rate
    recipe.weightDecay = 0
    return recipe
  }
}
