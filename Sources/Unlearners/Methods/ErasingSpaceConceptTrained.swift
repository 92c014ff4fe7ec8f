import Learning
import TensorCore

/// Learns which entries of the forget set's directions to erase (ESC-T).
///
/// f ← f·(U∘M)(U∘M)ᵀ; each step M ← clamp(M + η·∂CE/∂M) over the batch's samples that are still classified as labelled.
/// It ends after an epoch that leaves none, and M becomes 1 above the threshold, 0 elsewhere.
///
/// Random:    forget batches as `BatchCycle` from the task's stream, child "esc-t"
/// Source:    Lee et al., "ESC: Erasing Space Concept for Knowledge Deletion" (CVPR 2025); released code, commit 29c66b8
public struct ErasingSpaceConceptTrained: Unlearner {
  public static let name = "esc-t"
  public static let version = 1
  /// Ours: at the published rate of 1e-3 nothing falls to the threshold within few epochs.
  public static let searchSpace: [SearchRange] = [.log("learning-rate", 1e-3...1e-1), .linear("threshold", 0.5...0.9)]

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let features = run.outputs(of: task.forget).features
    let batches = try BatchCycle(
      task.forget, batchSize: options.batchSize ?? task.recipe.batchSize, random: task.random.child(Self.name))
    let directions = try FeatureDirections(features, basis: options.basis)
    var mask = DirectionMask(directions, network: run.network)
    var notes: [UnlearningNote] = []
    var epochs = 0
    while epochs < options.epochs && notes.isEmpty {
      for step in 0..<batches.batchesPerPass {
        let batch = batches.batch(step: epochs * batches.batchesPerPass + step)
        run.countGradient([batch])
        run.tally.optimizerSteps += 1
        mask.step(
          features.gatherRows(batch.rows.map(Int32.init)), labels: batch.labels, learningRate: options.learningRate)
      }
      epochs += 1
      run.countReading(task.forget)
      if mask.hits(features, labels: task.forget.labels).isEmpty {
        notes.append(.stopped(epoch: epochs, of: options.epochs, forgetAccuracy: 0, threshold: 0))
      }
    }
    mask.binarise(above: options.threshold)
    let erased = mask.values.floats.count { $0 == 0 }
    if erased == 0 { notes.append(.remark("no entry of the mask fell to the threshold: nothing is erased")) }
    run.network.apply(mask.projection, at: options.apply)
    return run.finishUntrained(
      knowledge: .init(forgetLabels: true, retainLabels: false), notes: notes,
      diagnostics: [
        Diagnostic("mask-epochs", Double(epochs)),
        Diagnostic("mask-erased", Double(erased) / Double(mask.values.count)),
      ])
  }
}

extension ErasingSpaceConceptTrained {
  public struct Options: ConfigOptions, Equatable {
    /// At most. 50, 1e-3, plain gradient steps: the release's parser.
    public var epochs = 50
    public var learningRate = 1e-3
    /// Nil for the original's; the release's is 64.
    public var batchSize: Int?
    /// At or below which an entry is erased. 0.7: the paper; the release's parser has 0.8, under a misspelt name.
    public var threshold = 0.7
    public var basis = DirectionBasis.full
    /// The features, as released.
    public var apply = ProjectionPlace.features

    public init() {}

    enum CodingKeys: String, CodingKey {
      case epochs, threshold, basis, apply
      case learningRate = "learning-rate"
      case batchSize = "batch-size"
    }

    public static let rules: [String: OptionRule] = [
      "epochs": .integerRange(0...10_000),
      "learning-rate": .range(0...1_000),
      "batch-size": .optionalInteger(1...65_536),
      "threshold": .range(0...1),
      "basis": .choices(DirectionBasis.allCases.map(\.rawValue)),
      "apply": .choices(ProjectionPlace.allCases.map(\.rawValue)),
    ]
  }
}
