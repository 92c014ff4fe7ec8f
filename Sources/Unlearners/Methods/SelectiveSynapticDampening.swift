import Learning
import TensorCore

/// Shrinks the weights that matter much more to the forget set than to the whole, without any training (SSD).
///
/// With I and I_f the importance to all data and to the forget set: θ ← min(λ·I/I_f, 1)·θ where I_f > α·I. All other
/// weights keep their bits.
///
/// Random:    none where the order is by class; shuffled batches of all data from the task's stream's child
///            "importance", those of the forget set from "forget-importance"
/// Source:    Foster et al., "Fast Machine Unlearning Without Retraining Through Selective Synaptic Dampening" (2024),
///            released code; "Loss-Free Machine Unlearning" (2024); methods.md B.12
public struct SelectiveSynapticDampening: Unlearner {
  public static let name = "ssd"
  public static let version = 1
  /// What Learning-with-Unlearning selected from (methods.md B.12).
  public static let searchSpace: [SearchRange] = [.log("alpha", 1...100), .log("lambda", 0.1...10)]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let isShuffled = options.order == .shuffled || (options.order == .byRequest && task.forgetClasses == nil)
    func sorted(_ subset: Subset) -> Subset { isShuffled ? subset : Self.byClass(subset) }
    let forget = try importance(
      run, of: sorted(task.forget), batchSize: options.forgetBatchSize ?? options.batchSize, isShuffled: isShuffled,
      random: task.random.child("forget-importance"))
    let whole = try importance(
      run, of: sorted(task.retain).joined(with: sorted(task.forget)), batchSize: options.batchSize,
      isShuffled: isShuffled, random: task.random.child("importance"))
    let dampened = dampen(run.network.parameters, whole: whole, forget: forget)
    try run.requireFiniteWeights()
    // Sorting by class reads them, too.
    let readsLabels = options.importance == .squaredGradient || !isShuffled
    return run.finish(
      recipe: run.recipeWithoutEpochs(batchSize: options.batchSize, augmentation: Augmentation.none),
      knowledge: .init(forgetLabels: readsLabels, retainLabels: readsLabels)
    ) { network in [Diagnostic("dampened", dampened / Double(network.parameterCount))] }
  }

  /// Shapes:    as the network's parameters, in their order
  func importance(
    _ run: UnlearningRun, of subset: Subset, batchSize: Int, isShuffled: Bool, random: RandomStream
  ) throws -> [Tensor] {
    let sums = run.network.parameters.map { Tensor.zeros($0.tensor.shape) }
    var batches = 0.0
    try run.gradientPass(over: subset, batchSize: batchSize, isShuffled: isShuffled, random: random) { batch in
      let logits = run.network.forward(batch.images, mode: .evaluate).logits
      switch options.importance {
      case .squaredGradient: return meanCrossEntropy(logits, labels: batch.labels)
      case .lossFree: return logits.squared().sum(axes: [1]).mean()
      }
    } body: { _, parts in
      batches += 1
      for (sum, part) in zip(sums, parts) {
        sum.updateAdd(options.importance == .squaredGradient ? part.squared() : part.absolute(), scale: 1)
      }
    }
    return withoutGradients { sums.map { $0 / batches } }
  }

  /// Returns how many weights were selected.
  func dampen(_ parameters: [Parameter], whole: [Tensor], forget: [Tensor]) -> Double {
    withoutGradients {
      var count = 0.0
      for (index, parameter) in parameters.enumerated() {
        // 1 where the weight is selected; elsewhere the factor may be 0/0, and the weight is put back.
        let selected = (forget[index] - options.alpha * whole[index]).sign().relu()
        let factor = (options.lambda * whole[index] / forget[index]).clamped(to: 0...1)
        let before = parameter.tensor.copy()
        parameter.assign(before * factor)
        parameter.tensor.updateRestore(from: before, outside: selected)
        count += squareAndDot(selected, selected).square
      }
      return count
    }
  }

  /// The samples of class 0, then those of class 1, and so on, each in the subset's order.
  static func byClass(_ subset: Subset) -> Subset {
    subset.selecting(rows: (0..<subset.count).sorted { (subset.labels[$0], $0) < (subset.labels[$1], $1) })
  }
}
