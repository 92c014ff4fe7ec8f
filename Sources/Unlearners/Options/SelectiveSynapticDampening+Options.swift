import Learning

extension SelectiveSynapticDampening {
  /// How much a weight matters to some samples, from their batches' gradients g.
  public enum Importance: String, Codable, CaseIterable, Sendable {
    /// Mean of g² over batches, g that of the batch's mean cross-entropy. SSD.
    case squaredGradient = "squared-gradient"
    /// Mean of |g| over batches, g that of the batch's mean ‖logits‖²: no labels but for the order. LFSSD.
    case lossFree = "loss-free"
  }

  /// The order in which samples fall into batches, which matters since a batch's gradient is squared as a whole.
  public enum Order: String, Codable, CaseIterable, Sendable {
    /// `by-class` when classes are forgotten, `shuffled` otherwise: what the released code does in these cases.
    case byRequest = "by-request"
    /// The retain set class by class, then the forget set class by class: nearly all batches are of one class.
    case byClass = "by-class"
    case shuffled
  }

  public struct Options: ConfigOptions, Equatable {
    /// α: a weight is dampened where it matters more than α times as much to the forget set as to all data. 10: released
    /// code, ResNet-18; a comment there takes 50, with λ = 0.1, for faces.
    public var alpha = 10.0
    /// λ: it is multiplied by λ·I/I_f, at most by 1. 1: released code.
    public var lambda = 1.0
    public var importance = Importance.squaredGradient
    public var order = Order.byRequest
    /// Samples in a batch whose gradient is squared. 64: the released parser's default, which no script changes.
    public var batchSize = 64
    /// Nil for the same. The released code takes 128 for random samples.
    public var forgetBatchSize: Int?

    public init() {}

    enum CodingKeys: String, CodingKey {
      case alpha, lambda, importance, order
      case batchSize = "batch-size"
      case forgetBatchSize = "forget-batch-size"
    }

    public static let rules: [String: OptionRule] = [
      "alpha": .range(0...1e9), "lambda": .range(0...1e9),
      "importance": .choices(Importance.allCases.map(\.rawValue)), "order": .choices(Order.allCases.map(\.rawValue)),
      "batch-size": .integerRange(1...65_536), "forget-batch-size": .optionalInteger(1...65_536),
    ]
  }
}
