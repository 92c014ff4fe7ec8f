/// How a network is trained: the `recipe` of a config.
public struct TrainingRecipe: ConfigOptions, Equatable {
  public enum OptimizerKind: String, Codable, Sendable, CaseIterable { case sgd, adam, adamw }
  public enum ScheduleKind: String, Codable, Sendable, CaseIterable {
    case constant, cosine, triangular
    case multiStep = "multi-step"
    case oneCycle = "one-cycle"
  }

  public var epochs = 10
  public var batchSize = 128
  public var optimizer = OptimizerKind.sgd
  public var learningRate = 0.1
  public var momentum = 0.9
  public var weightDecay = 5e-4
  public var nesterov = false
  public var beta1 = 0.9
  public var beta2 = 0.999
  public var epsilon = 1e-8
  public var schedule = ScheduleKind.constant
  /// Epochs at which `multi-step` multiplies the rate by `gamma`.
  public var milestones: [Int] = []
  public var gamma = 0.1
  /// Where `cosine` would arrive after the last epoch.
  public var minimumLearningRate = 0.0
  /// Linear warm-up; not for `one-cycle`, which has its own.
  public var warmupEpochs = 0
  /// `one-cycle`: fraction of the steps in which the rate rises.
  public var warmupFraction = 0.3
  /// `one-cycle`: the first rate is learning-rate / divisor.
  public var divisor = 25.0
  /// `one-cycle`: the last rate is the first / final-divisor.
  public var finalDivisor = 1e4
  public var augmentation = Augmentation.none
  /// Largest joint L2 norm of the gradients; nil for no limit.
  public var gradientClip: Double?

  public init() {}

  enum CodingKeys: String, CodingKey {
    case epochs, optimizer, momentum, nesterov, beta1, beta2, epsilon, schedule, milestones, gamma, divisor
    case augmentation
    case batchSize = "batch-size"
    case learningRate = "learning-rate"
    case weightDecay = "weight-decay"
    case minimumLearningRate = "minimum-learning-rate"
    case warmupEpochs = "warmup-epochs"
    case warmupFraction = "warmup-fraction"
    case finalDivisor = "final-divisor"
    case gradientClip = "gradient-clip"
  }

  public static let rules: [String: OptionRule] = [
    "epochs": .integerRange(0...10_000),
    "batch-size": .integerRange(1...65_536),
    "optimizer": .choices(OptimizerKind.allCases.map(\.rawValue)),
    "learning-rate": .range(0...1_000),
    "momentum": .range(0...0.9999),
    "weight-decay": .range(0...10),
    "nesterov": .flag,
    "beta1": .range(0...0.999999),
    "beta2": .range(0...0.999999),
    "epsilon": .range(0...1),
    "schedule": .choices(ScheduleKind.allCases.map(\.rawValue)),
    "milestones": .integerList(0...10_000),
    "gamma": .range(0...10),
    "minimum-learning-rate": .range(0...1_000),
    "warmup-epochs": .integerRange(0...10_000),
    "warmup-fraction": .range(0...1),
    "divisor": .range(1...1e6),
    "final-divisor": .range(1...1e12),
    "augmentation": .choices(Augmentation.allCases.map(\.rawValue)),
    "gradient-clip": .optionalNumber(1e-12...1e12),
  ]

  /// The learning-rate schedule with its constants.
  public var resolvedSchedule: Schedule {
    switch schedule {
    case .constant: return .constant
    case .multiStep: return .multiStep(milestones: milestones, gamma: gamma)
    case .triangular: return .triangular
    case .cosine: return .cosine(minimum: minimumLearningRate)
    case .oneCycle:
      return .oneCycle(warmupFraction: warmupFraction, divisor: divisor, finalDivisor: finalDivisor)
    }
  }

  /// A fresh optimizer for some parameters.
  public func makeOptimizer(_ parameters: [Parameter]) -> any Optimizer {
    switch optimizer {
    case .sgd:
      // PyTorch refuses Nesterov without momentum; here it is plain gradient descent.
      return SGD(parameters, momentum: momentum, weightDecay: weightDecay, nesterov: nesterov && momentum > 0)
    case .adam, .adamw:
      return Adam(
        parameters, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
        decoupled: optimizer == .adamw)
    }
  }
}
