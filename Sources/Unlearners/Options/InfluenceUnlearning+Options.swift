import Learning

extension InfluenceUnlearning {
  /// How the inverse of the Fisher matrix meets the gradient.
  public enum Recursion: String, Codable, CaseIterable, Sendable {
    /// As in the released code, where the correction lies in the direction of the first sample's gradient alone.
    case released
    /// WoodFisher itself: the inverse. Holds a vector of all weights for every sample.
    case exact
  }

  /// Which retain samples make the Fisher matrix.
  public enum SampleChoice: String, Codable, CaseIterable, Sendable {
    /// The first ones. Released code.
    case first
    /// Drawn without replacement.
    case drawn
  }

  public struct Options: ConfigOptions, Equatable {
    /// α, the length of the step. 10: Scissorhands' script, 10 % of CIFAR-10; 2 there for a class of SVHN.
    public var alpha = 10.0
    /// Single retain samples in the Fisher matrix, at most all. 1000: fixed in the released code.
    public var samples = 1_000
    public var sampleChoice = SampleChoice.first
    public var recursion = Recursion.released
    /// δ, on the diagonal of the Fisher matrix. 1: what the released recursion starts from.
    public var damping = 1.0
    /// Samples in a batch while gradients are summed, which only rounding can tell; nil for the original's.
    public var batchSize: Int?
    /// Nil for the original's, as in the released code.
    public var augmentation: Augmentation?

    public init() {}

    enum CodingKeys: String, CodingKey {
      case alpha, samples, recursion, damping, augmentation
      case sampleChoice = "sample-choice"
      case batchSize = "batch-size"
    }

    public static let rules: [String: OptionRule] = [
      "alpha": .range(0...1e9), "samples": .integerRange(1...1_000_000),
      "sample-choice": .choices(SampleChoice.allCases.map(\.rawValue)),
      "recursion": .choices(Recursion.allCases.map(\.rawValue)), "damping": .range(1e-9...1e9),
      "batch-size": .optionalInteger(1...65_536),
      "augmentation": .optionalString(Augmentation.allCases.map(\.rawValue)),
    ]
  }
}
