import Learning
import TensorCore

/// Adds noise to every weight, the more the less the retain set depends on it (Fisher forgetting).
///
/// F = mean over retain batches of Σ_y p̄_y·(∂CE(·, y)/∂θ)², p̄ the batch's mean probabilities, in `evaluate` mode.
/// θ ← µ + √σ²·ξ, ξ ~ N(0, 1), with µ = θ and σ² = α·min(1/(F + 1e-8), 1e3), averaged over a layer's inputs and
/// enlarged for some (`variance`).
///
/// Random:    noise of a parameter from the task's stream's child "noise", child of its name; augmentation from "fisher"
/// Source:    Golatkar et al., "Eternal Sunshine of the Spotless Net" (2020), in the form of Unlearn-Saliency (commit
///            a6e89fd) and of the SCRUB repository; methods.md B.14
public struct FisherForgetting: Unlearner {
  public static let name = "fisher"
  public static let version = 1
  /// From what suits random samples to beyond the signature's 3e-6 (methods.md B.14).
  public static let searchSpace: [SearchRange] = [.log("alpha", 1e-9...1e-5)]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = run.recipeWithoutEpochs(batchSize: options.batchSize, augmentation: options.augmentation)
    let information = try information(run, recipe: recipe)
    let redrawn = redrawnClasses(of: task)
    withoutGradients {
      for (parameter, information) in zip(run.network.parameters, information) {
        let isHead = parameter === run.network.headWeight || parameter === run.network.headBias
        let variance = variance(of: parameter, information: information, isHead: isHead, redrawn: redrawn)
        var stream = task.random.child("noise").child(parameter.name)
        let noise = Tensor.normal(parameter.tensor.shape, random: &stream) * variance.squareRoot()
        parameter.assign((isHead ? parameter.tensor * (1 - redrawn) : parameter.tensor) + noise)
      }
    }
    try run.requireFiniteWeights()
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: false))
  }

  /// F.
  ///
  /// Shapes:    as the network's parameters, in their order
  func information(_ run: UnlearningRun, recipe: TrainingRecipe) throws -> [Tensor] {
    let sums = run.network.parameters.map { Tensor.zeros($0.tensor.shape) }
    var batches = 0.0
    try run.eachBatch(
      of: run.task.retain, batchSize: recipe.batchSize, augmentation: recipe.augmentation,
      random: run.task.random.child("fisher")
    ) { batch, step in
      batches += 1
      var probabilities: [Double] = []
      for label in 0..<run.network.classCount {
        // The walk frees the graph: each label has a forward pass of its own.
        let parts = try run.gradient(of: batch, step: step) {
          let logits = run.network.forward($0.images, mode: .evaluate).logits
          if label == 0 { probabilities = withoutGradients { logits.detached().softmax().mean(axes: [0]).doubles } }
          return meanCrossEntropy(logits, labels: [Int32](repeating: Int32(label), count: $0.count))
        }
        withoutGradients {
          for (sum, part) in zip(sums, parts) { sum.updateAdd(part.squared(), scale: probabilities[label]) }
        }
      }
    }
    return withoutGradients { sums.map { $0 / batches } }
  }

  /// σ² of a parameter.
  ///
  /// Shapes:    information as the parameter, redrawn [C] → as the parameter
  func variance(of parameter: Parameter, information: Tensor, isHead: Bool, redrawn: Tensor) -> Tensor {
    var variance = (information + 1e-8).reciprocal().clamped(to: 0...(isHead ? 1e2 : 1e3)) * options.alpha
    // The mean over PyTorch's axis 1, the inputs: [R, S, C, K] or [in, out] here.
    let inputs = parameter.tensor.shape.rank - 2
    if inputs >= 0 {
      variance = variance.mean(axes: [inputs], keepingDimensions: true).broadcast(to: parameter.tensor.shape)
    }
    if isHead { variance = variance * (1 - redrawn) + 1e-4 * redrawn }
    return isHead || inputs < 0 ? variance * 10 : variance
  }

  /// 1 at the classes whose rows are drawn anew, 0 elsewhere.
  ///
  /// Shapes:    → [C]
  func redrawnClasses(of task: UnlearningTask) -> Tensor {
    let classes = options.classRows == .redrawn ? Set(task.forgetClasses ?? []) : []
    let count = task.original.classCount
    return Tensor((0..<count).map { Float(classes.contains($0) ? 1 : 0) }, shape: [count])
  }
}
