import Learning
import TensorCore

/// Ties the head to the retain set's class means, and trains the trunk under it.
///
/// W_c = μ_c, the mean feature of class c; taken anew before each epoch and after the last. Only the trunk is trained, by
/// the cross-entropy of the retain set.
///
/// Random:    batches as `TrainingLoop` from the task's stream, those of fine-tuning
/// Source:    "CMF" (arXiv 2604.08271), of which the tie is known and the update is not: the training is ours (methods.md
///            B.17)
public struct ClassMeanFeatures: Unlearner {
  public static let name = "class-mean-features"
  public static let version = 1

  /// The head's constant term; ours, no source gives any.
  public enum Bias: String, Codable, CaseIterable, Sendable {
    /// −½‖μ_c‖²: the answer is the nearest mean.
    case nearestMean = "nearest-mean"
    case zero
  }

  public struct Options: ConfigOptions, Equatable {
    public var bias = Bias.nearestMean
    /// Ours: those of fine-tuning, with a clip, for the logits grow with the square of the features. No epoch leaves the
    /// features alone.
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01, gradientClip: 1)

    public init() {}

    enum CodingKeys: String, CodingKey { case bias }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      bias = try container.decode(Bias.self, forKey: .bias)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(bias, forKey: .bias)
    }

    public static let rules = UpdateOptions.rules.merging([
      "bias": .choices(Bias.allCases.map(\.rawValue))
    ]) { $1 }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    let head = [run.network.headWeight, run.network.headBias]
    try run.train(
      on: task.retain, recipe: recipe, random: task.random,
      parameters: run.network.parameters.filter { parameter in !head.contains { $0 === parameter } }
    ) { batch, context in
      if context.stepInEpoch == 0 { tie(run) }
      return run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
    }
    tie(run)
    return run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true))
  }

  /// Sets the head to the means of the retain features in `evaluate` mode.
  private func tie(_ run: UnlearningRun) {
    let outputs = run.outputs(of: run.task.retain)
    let means = TiedHead(
      features: outputs.features, labels: outputs.labels, classCount: run.network.classCount,
      isNearestMean: options.bias == .nearestMean)
    withoutGradients {
      run.network.headWeight.assign(Tensor(rounding: means.map.weights))
      run.network.headBias.assign(Tensor(means.map.intercept, shape: [run.network.classCount]).cast(to: .float32))
    }
  }
}

/// A head whose rows are class means.
struct TiedHead {
  let map: AffineMap

  /// A class without samples answers with the mean of the others' logits less 1, so that it is never the largest.
  ///
  /// Shapes:    features [N, d], N ≥ 1 → map [d] → [classCount]
  init(features: Tensor, labels: [Int32], classCount: Int, isNearestMean: Bool) {
    let d = features.shape[1]
    let sums = crossProduct(SampleMatrix(features), SampleMatrix.oneHot(labels, classCount: classCount))
    let counts = labels.reduce(into: [Int](repeating: 0, count: classCount)) { $0[Int($1)] += 1 }
    let present = counts.indices.filter { counts[$0] > 0 }
    var weights = Matrix(rows: d, columns: classCount)
    var bias = [Double](repeating: 0, count: classCount)
    for c in present {
      for row in 0..<d { weights[row, c] = sums[row, c] / Double(counts[c]) }
      if isNearestMean { bias[c] = -weights.column(c).reduce(0) { $0 + $1 * $1 } / 2 }
    }
    let share = 1 / Double(present.count)
    for c in counts.indices where counts[c] == 0 {
      for row in 0..<d { weights[row, c] = present.reduce(0) { $0 + weights[row, $1] } * share }
      bias[c] = present.reduce(0) { $0 + bias[$1] } * share - 1
    }
    map = AffineMap(weights: weights, intercept: bias)
  }
}
