import Learning
import TensorCore

/// Drops the directions in which the forget set's features are largest (ESC).
///
/// f ← f·P, P = I − Σ uᵢuᵢᵀ over the first ⌊d·p/100⌋ singular directions of the forget features, which are not centred.
///
/// Random:    none
/// Source:    Lee et al., "ESC: Erasing Space Concept for Knowledge Deletion" (CVPR 2025); released code, commit 29c66b8
public struct ErasingSpaceConcept: Unlearner {
  public static let name = "esc"
  public static let version = 1
  /// From nearly nothing to a fifth of the directions: ours, around the paper's 1.5.
  public static let searchSpace: [SearchRange] = [.log("percent", 0.1...20)]

  public struct Options: ConfigOptions, Equatable {
    /// p, the percentage of the directions that is dropped. 1.5: the paper for ResNet-18, 7 of 512; the release's
    /// parser has 3.
    public var percent = 1.5
    public var basis = DirectionBasis.full
    /// The features, as released.
    public var apply = ProjectionPlace.features

    public init() {}

    public static let rules: [String: OptionRule] = [
      "percent": .range(0...100),
      "basis": .choices(DirectionBasis.allCases.map(\.rawValue)),
      "apply": .choices(ProjectionPlace.allCases.map(\.rawValue)),
    ]

    /// How many of `count` directions are dropped: rounded down as released, but one at least where any is asked for.
    func dropped(of count: Int) -> Int {
      percent > 0 ? max(1, Int(Double(count) * percent / 100)) : 0
    }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let directions = try FeatureDirections(run.outputs(of: task.forget).features, basis: options.basis)
    let dropped = options.dropped(of: run.network.featureCount)
    run.network.apply(directions.projection(dropping: dropped), at: options.apply)
    return run.finishUntrained(
      knowledge: .init(forgetLabels: false, retainLabels: false),
      diagnostics: [Diagnostic("dropped-directions", Double(dropped))])
  }
}
