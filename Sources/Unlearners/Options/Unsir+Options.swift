import Learning

extension Unsir {
  /// Where the numbers come from that are not given.
  public enum Setting: String, Codable, CaseIterable, Sendable {
    /// The SSD repository, after the authors' later code: small noise, a low rate.
    case recent
    /// The authors' notebook: Adam at 0.02, then at 0.01.
    case original
  }

  public struct Options: ConfigOptions, Equatable {
    public var setting = Setting.recent
    /// Steps in which a noise is learnt. SSD repository 25, notebook 5·8; bad-teaching 250.
    public var noiseSteps: Int?
    /// Images of a noise. SSD repository 32, notebook 256.
    public var noiseBatchSize: Int?
    /// How often a class's noise stands in the data of the impair step. SSD repository 80, notebook 20.
    public var noiseBatches: Int?
    /// Samples of each kept class, the first ones. SSD repository 500, notebook 1000.
    public var retainPerClass: Int?
    /// SSD repository 1e-4, notebook 0.02.
    public var impairRate: Double?
    /// SSD repository 1e-4, notebook 0.01.
    public var repairRate: Double?
    /// SSD repository 32, notebook 256.
    public var impairBatchSize: Int?
    /// SSD repository 128, notebook 256.
    public var repairBatchSize: Int?
    /// One each: both.
    public var impairEpochs = 1
    public var repairEpochs = 1
    /// Statistics while noise is learnt. The released codes never leave `train`, so that noise moves the running ones.
    public var noiseBatchNorm = UpdateOptions.BatchNorm.train

    public init() {}

    enum CodingKeys: String, CodingKey {
      case setting
      case noiseSteps = "noise-steps"
      case noiseBatchSize = "noise-batch-size"
      case noiseBatches = "noise-batches"
      case retainPerClass = "retain-per-class"
      case impairRate = "impair-rate"
      case repairRate = "repair-rate"
      case impairBatchSize = "impair-batch-size"
      case repairBatchSize = "repair-batch-size"
      case impairEpochs = "impair-epochs"
      case repairEpochs = "repair-epochs"
      case noiseBatchNorm = "noise-batch-norm"
    }

    public static let rules: [String: OptionRule] = [
      "setting": .choices(Setting.allCases.map(\.rawValue)), "noise-steps": .optionalInteger(0...100_000),
      "noise-batch-size": .optionalInteger(1...65_536), "noise-batches": .optionalInteger(0...100_000),
      "retain-per-class": .optionalInteger(1...1_000_000), "impair-rate": .optionalNumber(0...1_000),
      "repair-rate": .optionalNumber(0...1_000), "impair-batch-size": .optionalInteger(1...65_536),
      "repair-batch-size": .optionalInteger(1...65_536), "impair-epochs": .integerRange(0...10_000),
      "repair-epochs": .integerRange(0...10_000),
      "noise-batch-norm": .choices(UpdateOptions.BatchNorm.allCases.map(\.rawValue)),
    ]

    /// Every number, the setting's where none is given.
    struct Plan: Equatable {
      var noiseSteps: Int
      var noiseBatchSize: Int
      var noiseBatches: Int
      var retainPerClass: Int
      var impairRate: Double
      var repairRate: Double
      var impairBatchSize: Int
      var repairBatchSize: Int
    }

    var plan: Plan {
      let isRecent = setting == .recent
      return Plan(
        noiseSteps: noiseSteps ?? (isRecent ? 25 : 40), noiseBatchSize: noiseBatchSize ?? (isRecent ? 32 : 256),
        noiseBatches: noiseBatches ?? (isRecent ? 80 : 20), retainPerClass: retainPerClass ?? (isRecent ? 500 : 1_000),
        impairRate: impairRate ?? (isRecent ? 1e-4 : 0.02), repairRate: repairRate ?? (isRecent ? 1e-4 : 0.01),
        impairBatchSize: impairBatchSize ?? (isRecent ? 32 : 256),
        repairBatchSize: repairBatchSize ?? (isRecent ? 128 : 256))
    }
  }
}
