import Learning

/// How a method moves the weights: the options that methods share. They lie flat beside a method's own.
///
/// Defaults are the reference code's: fresh SGD, momentum 0.9, weight decay 5e-4, constant rate, batch normalisation
/// in train mode, all parameters; batch size and augmentation are those of the original's training, as there.
///
/// Source:    OPTML-Group/Unlearn-Saliency, commit a6e89fd (methods.md B.0)
public struct UpdateOptions: Codable, Equatable, Sendable {
  /// Which statistics normalise while the network is being changed.
  public enum BatchNorm: String, Codable, CaseIterable, Sendable {
    /// The batch's; running statistics move.
    case train
    /// The original's running statistics, which stay as they are.
    case evaluate

    public var mode: Mode { self == .train ? .train : .evaluate }
  }

  /// Nil where the method decides.
  public var epochs: Int?
  /// Nil where the method decides.
  public var learningRate: Double?
  /// Nil where the method decides.
  public var optimizer: TrainingRecipe.OptimizerKind?
  /// Nil where the method decides.
  public var weightDecay: Double?
  public var momentum = 0.9
  public var nesterov = false
  public var schedule = TrainingRecipe.ScheduleKind.constant
  public var milestones: [Int] = []
  public var gamma = 0.1
  /// Nil for the original's.
  public var batchSize: Int?
  /// Nil for the original's.
  public var augmentation: Augmentation?
  /// Largest joint L2 norm of the gradients; nil for no limit.
  public var gradientClip: Double?
  public var batchNorm = BatchNorm.train

  public init(
    epochs: Int? = 10, learningRate: Double? = 0.01, optimizer: TrainingRecipe.OptimizerKind? = .sgd,
    weightDecay: Double? = 5e-4, gradientClip: Double? = nil, momentum: Double = 0.9, milestones: [Int] = []
  ) {
    self.epochs = epochs
    self.learningRate = learningRate
    self.optimizer = optimizer
    self.weightDecay = weightDecay
    self.gradientClip = gradientClip
    self.momentum = momentum
    self.milestones = milestones
    schedule = milestones.isEmpty ? .constant : .multiStep
  }

  enum CodingKeys: String, CodingKey {
    case epochs, optimizer, momentum, nesterov, schedule, milestones, gamma, augmentation
    case learningRate = "learning-rate"
    case weightDecay = "weight-decay"
    case batchSize = "batch-size"
    case gradientClip = "gradient-clip"
    case batchNorm = "batch-norm"
  }

  /// Ranges as a recipe's.
  public static let rules: [String: OptionRule] = {
    let recipeKeys = [
      "epochs", "learning-rate", "optimizer", "weight-decay", "momentum", "nesterov", "schedule", "milestones", "gamma",
      "gradient-clip",
    ]
    var rules = TrainingRecipe.rules.filter { recipeKeys.contains($0.key) }
    rules["batch-size"] = .optionalInteger(1...65_536)
    rules["augmentation"] = .optionalString(Augmentation.allCases.map(\.rawValue))
    rules["batch-norm"] = .choices(BatchNorm.allCases.map(\.rawValue))
    return rules
  }()

  /// Rules of a method whose variants have defaults of their own: null leaves the choice to the variant.
  public static let variantRules: [String: OptionRule] = rules.merging(
    [
      "epochs": .optionalInteger(0...10_000), "learning-rate": .optionalNumber(0...1_000),
      "optimizer": .optionalString(TrainingRecipe.OptimizerKind.allCases.map(\.rawValue)),
      "weight-decay": .optionalNumber(0...10),
    ]) { $1 }

  /// The recipe to run on a task; what is nil here is taken from `defaults`, and then from the reference code.
  public func recipe(for task: UnlearningTask, defaults: UpdateOptions = UpdateOptions()) -> TrainingRecipe {
    let reference = TrainingRecipe()
    var recipe = TrainingRecipe()
    recipe.epochs = epochs ?? defaults.epochs ?? reference.epochs
    recipe.learningRate = learningRate ?? defaults.learningRate ?? 0.01
    recipe.optimizer = optimizer ?? defaults.optimizer ?? reference.optimizer
    recipe.weightDecay = weightDecay ?? defaults.weightDecay ?? reference.weightDecay
    recipe.momentum = momentum
    recipe.nesterov = nesterov
    recipe.schedule = schedule
    recipe.milestones = milestones
    recipe.gamma = gamma
    recipe.batchSize = batchSize ?? task.recipe.batchSize
    recipe.augmentation = augmentation ?? task.recipe.augmentation
    recipe.gradientClip = gradientClip
    return recipe
  }
}
