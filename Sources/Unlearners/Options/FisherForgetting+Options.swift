import Learning

extension FisherForgetting {
  /// What becomes of the head's weights of a forgotten class; nothing where forgetting is not by class.
  public enum ClassRows: String, Codable, CaseIterable, Sendable {
    /// Drawn anew around 0 with variance 1e-3. The released codes.
    case redrawn
    /// Treated as the others.
    case kept
  }

  public struct Options: ConfigOptions, Equatable {
    /// α, the scale of the variances. 1e-7: the SCRUB repository's notebook, after a search. 1e-6 in the SSD repository;
    /// near 1e-9 is the advice for random samples in Unlearn-Sparse.
    public var alpha = 1e-7
    public var classRows = ClassRows.redrawn
    /// Samples in a batch whose gradient is squared. 32: Unlearn-Saliency. 1 is the Fisher information itself, and the
    /// SCRUB and SSD repositories.
    public var batchSize = 32
    /// Nil for the original's, as in Unlearn-Saliency; the others have none.
    public var augmentation: Augmentation?

    public init() {}

    enum CodingKeys: String, CodingKey {
      case alpha, augmentation
      case classRows = "class-rows"
      case batchSize = "batch-size"
    }

    public static let rules: [String: OptionRule] = [
      "alpha": .range(0...1e6), "class-rows": .choices(ClassRows.allCases.map(\.rawValue)),
      "batch-size": .integerRange(1...65_536),
      "augmentation": .optionalString(Augmentation.allCases.map(\.rawValue)),
    ]
  }
}
