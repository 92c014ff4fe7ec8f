import Learning
import Unlearners

extension OnePointContraction {
  /// What is contracted.
  public enum Target: String, Codable, CaseIterable, Sendable {
    /// m(x), as in the paper.
    case logits
    /// f(x), the penultimate layer.
    case features
  }

  public struct Options: ConfigOptions, Equatable {
    public var target = Target.logits
    public var norm = ContractionLoss.Norm.plain
    /// β, the weight of the contraction; the paper has none, which is 1.
    public var coefficient = 1.0
    /// Epochs over which β rises linearly from nearly 0.
    public var warmupEpochs = 0
    public var batches = StreamArrangement.joint
    /// Forget accuracy, in [0, 1], at or below which no further epoch is run; nil for none, as in the paper.
    public var stopAccuracy: Double?
    /// SGD, momentum 0.9, weight decay 5e-4 are the field's; rate, epochs and clip are ours, no public source gives any.
    ///
    /// The pull has the same length however near a point is, times the features': without a clip the first steps can
    /// kill every unit, those of the retain set too (docs/methods/opc.md).
    public var update = UpdateOptions(epochs: 10, learningRate: 0.01, gradientClip: 1)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case target, norm, coefficient, batches
      case warmupEpochs = "warmup-epochs"
      case stopAccuracy = "stop-accuracy"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      target = try container.decode(Target.self, forKey: .target)
      norm = try container.decode(ContractionLoss.Norm.self, forKey: .norm)
      coefficient = try container.decode(Double.self, forKey: .coefficient)
      warmupEpochs = try container.decode(Int.self, forKey: .warmupEpochs)
      batches = try container.decode(StreamArrangement.self, forKey: .batches)
      stopAccuracy = try container.decodeIfPresent(Double.self, forKey: .stopAccuracy)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(target, forKey: .target)
      try container.encode(norm, forKey: .norm)
      try container.encode(coefficient, forKey: .coefficient)
      try container.encode(warmupEpochs, forKey: .warmupEpochs)
      try container.encode(batches, forKey: .batches)
      try container.encodeIfPresent(stopAccuracy, forKey: .stopAccuracy)
    }

    public static let rules = UpdateOptions.rules.merging([
      "target": .choices(Target.allCases.map(\.rawValue)),
      "norm": .choices(ContractionLoss.Norm.allCases.map(\.rawValue)),
      "coefficient": .range(0...1e6),
      "warmup-epochs": .integerRange(0...10_000),
      "batches": .choices(StreamArrangement.allCases.map(\.rawValue)),
      "stop-accuracy": .optionalNumber(0...1),
    ]) { $1 }

    /// β at a step, counted from 0 over the run.
    ///
    /// Range:     (0, β] while it rises, β afterwards
    func coefficient(step: Int, stepsPerEpoch: Int) -> Double {
      guard warmupEpochs > 0 else { return coefficient }
      return coefficient * min(1, Double(step + 1) / Double(warmupEpochs * stepsPerEpoch))
    }
  }
}
