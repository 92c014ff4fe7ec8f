import Learning

extension SalUn {
  public enum Mask: String, Codable, CaseIterable, Sendable {
    /// The weights with the largest gradient on the forget set move, the others do not.
    case hard
    /// All move, and after each step their changes are shrunk: "SalUn-soft", as released.
    case soft
  }

  /// What keeps masked weights.
  public enum MaskedWeights: String, Codable, CaseIterable, Sendable {
    /// They are put back after each step: not a bit of them changes. The released code since February 2026.
    case restored
    /// Only their gradient is masked; weight decay, and momentum with it, still moves them. The released code before,
    /// and so every published number.
    case leaking
  }

  public enum Batches: String, Codable, CaseIterable, Sendable {
    /// A pass over the forget set, then a pass over the retain set. Released code, CIFAR-10 and SVHN.
    case sequential
    /// Both sets shuffled together. Released code, CIFAR-100 and TinyImageNet.
    case joint
  }

  public struct Options: ConfigOptions, Equatable {
    /// The fraction of weights that may move (`hard`), or that stay at first (`soft`). 0.5: README, Scissorhands.
    public var fraction = 0.5
    public var mask = Mask.hard
    public var maskedWeights = MaskedWeights.restored
    public var batches = Batches.sequential
    /// Labels are drawn from all classes, the true one included, anew in every epoch: released code.
    public var trueLabel = RandomLabel.TrueLabel.allowed
    public var redraw = RandomLabel.Redraw.eachEpoch
    /// Rate 0.013, 10 epochs: the README's command for 10 % of CIFAR-10. Elsewhere 5e-3 (Scissorhands, random) to 5e-2
    /// (Scissorhands, a class of SVHN).
    public var update = UpdateOptions(epochs: 10, learningRate: 0.013)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case fraction, mask, batches, redraw
      case maskedWeights = "masked-weights"
      case trueLabel = "true-label"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      fraction = try container.decode(Double.self, forKey: .fraction)
      mask = try container.decode(Mask.self, forKey: .mask)
      maskedWeights = try container.decode(MaskedWeights.self, forKey: .maskedWeights)
      batches = try container.decode(Batches.self, forKey: .batches)
      trueLabel = try container.decode(RandomLabel.TrueLabel.self, forKey: .trueLabel)
      redraw = try container.decode(RandomLabel.Redraw.self, forKey: .redraw)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(fraction, forKey: .fraction)
      try container.encode(mask, forKey: .mask)
      try container.encode(maskedWeights, forKey: .maskedWeights)
      try container.encode(batches, forKey: .batches)
      try container.encode(trueLabel, forKey: .trueLabel)
      try container.encode(redraw, forKey: .redraw)
    }

    public static let rules = UpdateOptions.rules.merging([
      "fraction": .range(0...1),
      "mask": .choices(Mask.allCases.map(\.rawValue)),
      "masked-weights": .choices(MaskedWeights.allCases.map(\.rawValue)),
      "batches": .choices(Batches.allCases.map(\.rawValue)),
      "true-label": .choices(RandomLabel.TrueLabel.allCases.map(\.rawValue)),
      "redraw": .choices(RandomLabel.Redraw.allCases.map(\.rawValue)),
    ]) { $1 }
  }
}
