import TensorCore

/// Everything an unlearner may use: the trained network, the data cut in two, the recipe and a random stream.
public struct UnlearningTask {
  public let dataset: ImageDataset
  /// The network that knows too much. An unlearner copies it before changing it.
  public let original: Network
  /// Makes a network of the same architecture that has seen nothing, from a stream.
  public let initial: (RandomStream) throws -> Network
  public let retain: Subset
  public let forget: Subset
  public let test: Subset
  /// Held-out training samples, nil when none were held out.
  public let validation: Subset?
  /// The forgotten classes, nil when forgetting is not by class.
  public let forgetClasses: [Int]?
  /// How the original was trained; where a method's own options do not say otherwise, this holds.
  public let recipe: TrainingRecipe
  /// The method's stream; every use takes a named child.
  public let random: RandomStream
  public let monitor: any TrainingMonitor

  /// A task; fresh networks are the original's architecture with fresh weights unless `initial` says otherwise.
  ///
  /// Throws:    `LearningError.emptySubset` when nothing is to be forgotten
  public init(
    dataset: ImageDataset, original: Network, initial: ((RandomStream) throws -> Network)? = nil, retain: Subset,
    forget: Subset, test: Subset, validation: Subset? = nil, forgetClasses: [Int]? = nil, recipe: TrainingRecipe,
    random: RandomStream, monitor: any TrainingMonitor = SilentMonitor()
  ) throws {
    guard !forget.isEmpty else { throw LearningError.emptySubset(purpose: "forgetting") }
    self.dataset = dataset
    self.original = original
    self.initial = initial ?? { original.reinitialised(random: $0) }
    self.retain = retain
    self.forget = forget
    self.test = test
    self.validation = validation
    self.forgetClasses = forgetClasses
    self.recipe = recipe
    self.random = random
    self.monitor = monitor
  }
}
