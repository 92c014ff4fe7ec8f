import Learning
import TensorCore

/// Trains a fresh network on the retain set by the original's recipe: the ideal that the others are measured against.
///
/// Random:    "retrain": its child "init" draws the first weights, its other children are the loop's
/// Source:    methods.md B.1
public struct Retrain: InitialisationSharing {
  public static let name = "retrain"
  public static let version = 1
  /// It trains by the original's recipe.
  public static let searchSpace: [SearchRange] = .nothing

  public struct Options: ConfigOptions, Equatable {
    /// Whether to start from the weights the original started from.
    ///
    /// Two networks from the same first weights stay nearly aligned, feature by feature, so a linear map between
    /// their features exists more easily: sharing flatters feature mapping.
    public var shareInitialisation = false

    public init() {}

    enum CodingKeys: String, CodingKey { case shareInitialisation = "share-initialisation" }

    public static let rules: [String: OptionRule] = ["share-initialisation": .flag]
  }

  public let options: Options
  public var originalInitialisation: RandomStream?

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let random = task.random.child(Self.name)
    let initialisation = try firstWeights(own: random.child("init"))
    let run = UnlearningRun(task, starting: try task.initial(initialisation))
    try run.train(on: task.retain, recipe: task.recipe, random: random) { batch, context in
      run.crossEntropy(batch.images, labels: batch.labels, mode: .train, context: context)
    }
    return run.finish(
      recipe: task.recipe,
      knowledge: .init(forgetLabels: false, retainLabels: true, originalWeights: false),
      notes: options.shareInitialisation ? [.sharedInitialisation] : [])
  }

  private func firstWeights(own: RandomStream) throws -> RandomStream {
    guard options.shareInitialisation else { return own }
    guard let originalInitialisation else {
      throw UnlearningError.originalInitialisationUnknown(
        method: Self.name, option: "share-initialisation: true", instead: "share-initialisation: false")
    }
    return originalInitialisation
  }
}
