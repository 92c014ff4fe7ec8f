import Learning
import TensorCore

/// Draws anew the convolutions' weights on which retain and forget set agree, and trains on the retain set (MSG).
///
/// In each convolution the weights with the smallest |Σ ∂CE(retain)/∂θ − Σ ∂CE(forget)/∂θ|, sums over batches of as many
/// retain as forget samples, in `evaluate` mode; the gradients of the weights that were kept are scaled down.
///
/// Random:    the task's stream, as `TrainingLoop`: batches are those of fine-tuning; of its child "msg": "retain-subset"
///            draws samples, "retain" and "forget" order their batches, "init" has a child a parameter
/// Source:    a winner of the NeurIPS 2023 unlearning challenge, as DeepUnlearn has it (`kgltop2.py`, commit d3dacb6)
public struct MaskedSmallGradients: Unlearner {
  public static let name = "msg"
  public static let version = 1
  /// Ours: around the published 30 % and 1e-3.
  public static let searchSpace: [SearchRange] = [
    .linear("fraction", 0.1...0.5), .log("learning-rate", 1e-4...1e-1), .epochs,
  ]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let masks = try resets(run, recipe: recipe)
    reset(run.network, masks, random: task.random.child(Self.name).child("init"))
    // 1 where a weight is new, the option where it was kept.
    let scales = withoutGradients {
      masks.mapValues { $0 * (1 - options.keptGradient) + options.keptGradient }
    }
    var loop = TrainingLoop()
    loop.gradientTransform = { gradients, _ in
      gradients.enumerated().map { index, gradient in scales[index].map { gradient * $0 } ?? gradient }
    }
    try run.train(on: task.retain, recipe: recipe, random: task.random, loop: loop) { batch, context in
      run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
    }
    return run.finish(
      recipe: recipe, knowledge: .init(forgetLabels: true, retainLabels: true), notes: run.network.noConvolutionNotes)
  }

  /// By position among the parameters: 1 where a convolution's weight is to be drawn anew, 0 elsewhere.
  func resets(_ run: UnlearningRun, recipe: TrainingRecipe) throws -> [Int: Tensor] {
    let positions = run.network.convolutionPositions
    guard !positions.isEmpty else { return [:] }
    let task = run.task, random = task.random.child(Self.name)
    var draws = random.child("retain-subset")
    let rows = draws.permutation(task.retain.count).prefix(task.forget.count)
    func sums(_ subset: Subset, _ name: String) throws -> [Tensor] {
      try run.gradientSum(over: subset, recipe: recipe, random: random.child(name)) {
        meanCrossEntropy(run.network.forward($0.images, mode: .evaluate).logits, labels: $0.labels)
      }
    }
    let retain = try sums(task.retain.selecting(rows: Array(rows)), "retain")
    let forget = try sums(task.forget, "forget")
    return withoutGradients {
      Dictionary(
        uniqueKeysWithValues: positions.map { index in
          let sizes = -(retain[index] - forget[index]).absolute()
          let count = (options.fraction * Double(sizes.count)).rounded(.toNearestOrEven)
          return (index, Tensor.masks(ofLargest: Int(count), in: [sizes])[0])
        })
    }
  }

  /// Puts values of He et al.'s normal initialisation, fan out, where a mask is 1.
  private func reset(_ network: Network, _ masks: [Int: Tensor], random: RandomStream) {
    withoutGradients {
      for (index, parameter) in network.parameters.enumerated() {
        guard let mask = masks[index] else { continue }
        let shape = parameter.tensor.shape  // [R, S, C, K]
        var stream = random.child(parameter.name)
        let fresh = Tensor.normal(
          shape, standardDeviation: (2 / Double(shape[0] * shape[1] * shape[3])).squareRoot(), random: &stream)
        fresh.updateRestore(from: parameter.tensor, outside: mask)
        parameter.assign(fresh)
      }
    }
  }
}

extension MaskedSmallGradients {
  public struct Options: ConfigOptions, Equatable {
    /// The fraction of each convolution's weights that is drawn anew. 0.3: DeepUnlearn.
    public var fraction = 0.3
    /// What the gradients of the other weights of convolutions are multiplied by. 0.1: DeepUnlearn's code.
    public var keptGradient = 0.1
    /// SGD, up to rate 1e-3 and down again, momentum 0.9, weight decay 5e-4, 5 epochs: DeepUnlearn.
    public var update: UpdateOptions = {
      var update = UpdateOptions(epochs: 5, learningRate: 1e-3)
      update.schedule = .triangular
      return update
    }()

    public init() {}

    enum CodingKeys: String, CodingKey {
      case fraction
      case keptGradient = "kept-gradient"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      fraction = try container.decode(Double.self, forKey: .fraction)
      keptGradient = try container.decode(Double.self, forKey: .keptGradient)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(fraction, forKey: .fraction)
      try container.encode(keptGradient, forKey: .keptGradient)
    }

    public static let rules = UpdateOptions.rules.merging([
      "fraction": .range(0...1), "kept-gradient": .range(0...1),
    ]) { $1 }
  }
}
