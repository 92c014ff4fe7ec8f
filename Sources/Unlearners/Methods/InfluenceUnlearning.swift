import Learning
import TensorCore

/// One Newton step to where the weights would be without the forget set, by influence functions (IU).
///
/// θ ← θ + α·F⁻¹·v with v = 1/N·Σ_f ∇ℓ − |D_f|/(N·|D_r|)·Σ_r ∇ℓ, N = |D_f| + |D_r|, and F = δ·1 + the mean of g·gᵀ over
/// single retain samples; all in `evaluate` mode.
///
/// Random:    the task's stream: children "forget", "retain" and "fisher" augment; "fisher-samples" draws samples
/// Source:    Izzo et al., "Approximate Data Deletion" (2021); Jia et al., "Model Sparsity Can Simplify Machine
///            Unlearning" (2023), released code (Unlearn-Saliency, commit a6e89fd); methods.md B.15
public struct InfluenceUnlearning: Unlearner {
  public static let name = "influence"
  public static let version = 1
  /// From the parser's default to the largest published (methods.md B.15).
  public static let searchSpace: [SearchRange] = [.log("alpha", 0.2...20)]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = run.recipeWithoutEpochs(batchSize: options.batchSize, augmentation: options.augmentation)
    let update = try inverseFisher(run, times: direction(run, recipe: recipe), recipe: recipe)
    withoutGradients {
      var start = 0
      for parameter in run.network.parameters {
        let part = update.sliced([start..<start + parameter.tensor.count]).reshaped(parameter.tensor.shape)
        parameter.tensor.updateAdd(part, scale: options.alpha)
        start += parameter.tensor.count
      }
    }
    try run.requireFiniteWeights()
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: true, retainLabels: true)) { _ in
      [Diagnostic("update-norm", options.alpha * squareAndDot(update, update).square.squareRoot())]
    }
  }

  /// v, over all parameters one after another.
  ///
  /// Shapes:    → [weights]
  func direction(_ run: UnlearningRun, recipe: TrainingRecipe) throws -> Tensor {
    let (forget, retain) = (run.task.forget, run.task.retain)
    let total = Double(forget.count + retain.count)
    let sum = Tensor.zeros([run.network.parameterCount])
    let parts: [(subset: Subset, name: String, weight: Double)] = [
      (forget, "forget", 1 / total), (retain, "retain", -Double(forget.count) / (total * Double(retain.count))),
    ]
    for part in parts {
      try run.gradientPass(
        over: part.subset, batchSize: recipe.batchSize, augmentation: recipe.augmentation,
        random: run.task.random.child(part.name), loss: { loss(run, $0) }
      ) { batch, gradients in
        // The loss is a mean, v is made of sums.
        sum.updateAdd(Tensor.flattened(gradients), scale: part.weight * Double(batch.count))
      }
    }
    return sum
  }

  /// F⁻¹·v.
  ///
  /// Shapes:    vector [weights] → [weights]
  func inverseFisher(_ run: UnlearningRun, times vector: Tensor, recipe: TrainingRecipe) throws -> Tensor {
    let samples = fisherSamples(of: run.task)
    let inverse = InverseFisher(
      times: vector, damping: options.damping, count: samples.count, recursion: options.recursion)
    try run.gradientPass(
      over: samples, batchSize: 1, augmentation: recipe.augmentation, random: run.task.random.child("fisher"),
      loss: { loss(run, $0) }
    ) { _, gradients in inverse.add(Tensor.flattened(gradients)) }
    return inverse.product
  }

  /// The retain samples that make the Fisher matrix, in the order in which they are read.
  func fisherSamples(of task: UnlearningTask) -> Subset {
    guard options.sampleChoice == .drawn else { return task.retain.prefix(options.samples) }
    var stream = task.random.child("fisher-samples")
    return task.retain.selecting(rows: Array(stream.permutation(task.retain.count).prefix(options.samples)))
  }

  private func loss(_ run: UnlearningRun, _ batch: Batch) -> Tensor {
    meanCrossEntropy(run.network.forward(batch.images, mode: .evaluate).logits, labels: batch.labels)
  }
}
