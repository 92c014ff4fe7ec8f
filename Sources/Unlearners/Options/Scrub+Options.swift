import Learning

extension Scrub {
  /// When the retain set is passed over.
  public enum RetainPass: String, Codable, CaseIterable, Sendable {
    /// In every epoch, after the forget set's pass where there is one. The authors' code.
    case everyEpoch = "every-epoch"
    /// Only once the forget set has had its epochs. Unlearn-WorstCase's port.
    case afterMaximising = "after-maximising"
  }

  public struct Options: ConfigOptions, Equatable {
    /// Weight of the distance to the teacher on the retain set. 0.001, and with it γ, T, the epochs and the rates: the
    /// authors' large-scale notebook (docs/methods/scrub.md has the small-scale one's).
    public var alpha = 0.001
    /// Weight of the retain set's cross-entropy.
    public var gamma = 0.99
    /// T, which softens teacher and student alike; the distance is multiplied by T².
    public var temperature = 4.0
    /// Epochs, from the first on, that begin with a pass over the forget set.
    public var maximiseEpochs = 2
    public var retainPass = RetainPass.everyEpoch
    /// Nil for the retain set's. The notebooks take 512 and 64, beside 256 and 32.
    public var forgetBatchSize: Int?
    /// Largest gradient norm in the forget set's passes; nil for none, as released. Learning-with-Unlearning needed 5.
    public var maximiseClip: Double?
    /// Whether to go back to the epoch whose forget error is nearest to that of unseen samples (SCRUB+R).
    public var rewind = false
    public var update = UpdateOptions(epochs: 3, learningRate: 5e-4, milestones: [3, 5, 9])

    public init() {}

    enum CodingKeys: String, CodingKey {
      case alpha, temperature, rewind
      // The schedule's factor has the name already.
      case gamma = "cross-entropy-weight"
      case maximiseEpochs = "maximise-epochs"
      case retainPass = "retain-pass"
      case forgetBatchSize = "forget-batch-size"
      case maximiseClip = "maximise-clip"
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      alpha = try container.decode(Double.self, forKey: .alpha)
      gamma = try container.decode(Double.self, forKey: .gamma)
      temperature = try container.decode(Double.self, forKey: .temperature)
      maximiseEpochs = try container.decode(Int.self, forKey: .maximiseEpochs)
      retainPass = try container.decode(RetainPass.self, forKey: .retainPass)
      forgetBatchSize = try container.decodeIfPresent(Int.self, forKey: .forgetBatchSize)
      maximiseClip = try container.decodeIfPresent(Double.self, forKey: .maximiseClip)
      rewind = try container.decode(Bool.self, forKey: .rewind)
      update = try UpdateOptions(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      try update.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(alpha, forKey: .alpha)
      try container.encode(gamma, forKey: .gamma)
      try container.encode(temperature, forKey: .temperature)
      try container.encode(maximiseEpochs, forKey: .maximiseEpochs)
      try container.encode(retainPass, forKey: .retainPass)
      try container.encodeIfPresent(forgetBatchSize, forKey: .forgetBatchSize)
      try container.encodeIfPresent(maximiseClip, forKey: .maximiseClip)
      try container.encode(rewind, forKey: .rewind)
    }

    public static let rules = UpdateOptions.rules.merging([
      "alpha": .range(0...1e3), "cross-entropy-weight": .range(0...1e3), "temperature": .range(1e-3...1e3),
      "maximise-epochs": .integerRange(0...10_000),
      "retain-pass": .choices(RetainPass.allCases.map(\.rawValue)),
      "forget-batch-size": .optionalInteger(1...65_536),
      "maximise-clip": .optionalNumber(1e-12...1e12),
      "rewind": .flag,
    ]) { $1 }

    /// The passes of an epoch, counted from 0.
    func passes(epoch: Int) -> [UnlearningRun.Pass] {
      guard epoch < maximiseEpochs else { return [.retain] }
      return retainPass == .everyEpoch ? [.forget, .retain] : [.forget]
    }
  }
}
