import Learning

extension RandomLabel {
  public enum Variant: String, Codable, CaseIterable, Sendable {
    /// A pass over the forget set, then a pass over the retain set. Unlearn-Saliency on CIFAR-10 and SVHN.
    case sequential
    /// Both sets shuffled together. Unlearn-Saliency on CIFAR-100 and TinyImageNet, RUM.
    case joint
    /// Both together, labels fixed and never true, Adam. The bad-teaching and SSD repositories.
    case amnesiac
  }

  /// Whether a sample may draw the label it has.
  public enum TrueLabel: String, Codable, CaseIterable, Sendable { case allowed, excluded }

  /// When labels are drawn.
  public enum Redraw: String, Codable, CaseIterable, Sendable {
    case eachEpoch = "each-epoch"
    case once
  }

  /// Null means that the variant decides.
  public struct Options: ConfigOptions, Equatable {
    public var variant = Variant.sequential
    public var trueLabel: TrueLabel?
    public var redraw: Redraw?
    /// False trains on the forget set alone (Golatkar et al.).
    public var withRetain = true
    public var update = UpdateOptions(epochs: nil, learningRate: nil, optimizer: nil, weightDecay: nil)

    public init() {}

    enum CodingKeys: String, CodingKey {
      case variant, redraw
      case trueLabel = "true-label"
      case withRetain = "with-retain"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      variant = try container.decode(Variant.self, forKey: .variant)
      trueLabel = try container.decodeIfPresent(TrueLabel.self, forKey: .trueLabel)
      redraw = try container.decodeIfPresent(Redraw.self, forKey: .redraw)
      withRetain = try container.decode(Bool.self, forKey: .withRetain)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(variant, forKey: .variant)
      try container.encodeIfPresent(trueLabel, forKey: .trueLabel)
      try container.encodeIfPresent(redraw, forKey: .redraw)
      try container.encode(withRetain, forKey: .withRetain)
    }

    public static let rules = UpdateOptions.variantRules.merging([
      "variant": .choices(Variant.allCases.map(\.rawValue)),
      "true-label": .optionalString(TrueLabel.allCases.map(\.rawValue)),
      "redraw": .optionalString(Redraw.allCases.map(\.rawValue)),
      "with-retain": .flag,
    ]) { $1 }

    /// What runs, once the variant has filled in what was left to it.
    struct Plan: Equatable {
      var trueLabel: TrueLabel
      var redraw: Redraw
      var isJoint: Bool
      var update: UpdateOptions
    }

    var plan: Plan {
      let amnesiac = variant == .amnesiac
      return Plan(
        trueLabel: trueLabel ?? (amnesiac ? .excluded : .allowed), redraw: redraw ?? (amnesiac ? .once : .eachEpoch),
        isJoint: variant != .sequential,
        update: amnesiac
          ? UpdateOptions(epochs: 3, learningRate: 1e-4, optimizer: .adam, weightDecay: 0)
          : UpdateOptions(epochs: 10, learningRate: 0.01, optimizer: .sgd, weightDecay: 5e-4))
    }
  }
}
