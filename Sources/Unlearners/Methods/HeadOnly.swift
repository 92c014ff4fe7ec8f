import Learning
import TensorCore

/// A control: fits a new head in closed form that answers as before on the retain set and otherwise on the forget set.
///
/// W, b = argmin Σ_retain |f·W + b − z|² + Σ_forget |f·W + b − t|² + λ|W|², z the original logits. No bit of the trunk
/// changes, and so none of the features.
///
/// Random:    "labels" draws labels; none for the other targets
/// Source:    ours; that a changed head alone can unlearn a class: arXiv 2507.07754, appendix D.2 (methods.md A.2)
public struct HeadOnly: Unlearner {
  public static let name = "head-only"
  public static let version = 1
  public static let searchSpace: [SearchRange] = [.log("ridge", 1e-6...1)]

  /// What the forget samples are fitted to.
  public enum Target: String, Codable, CaseIterable, Sendable {
    /// The mean of a sample's logits for every class: even odds at the old level.
    case uniform
    /// 0 for every class.
    case zero
    /// The original logits, those of the true class and of another one, drawn once, exchanged.
    case randomLabel = "random-label"
  }

  public struct Options: ConfigOptions, Equatable {
    public var target = Target.uniform
    /// λ relative to trace(FᵀF)/d. 1e-6: that of the recovery attacks, which are this fit with other targets.
    public var ridge = 1e-6

    public init() {}

    public static let rules: [String: OptionRule] = [
      "target": .choices(Target.allCases.map(\.rawValue)), "ridge": .range(0...1e3),
    ]
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let isRandom = options.target == .randomLabel
    if isRandom && task.dataset.classCount < 2 {
      throw UnlearningError.noOtherLabel(
        method: Self.name, classCount: task.dataset.classCount, instead: "target: uniform")
    }
    let run = UnlearningRun(task)
    let forget = run.outputs(of: task.forget), retain = run.outputs(of: task.retain)
    let fit = try withoutGradients {
      try leastSquares(
        SampleMatrix(Tensor.concatenated([retain.features, forget.features], axis: 0)),
        SampleMatrix(Tensor.concatenated([retain.logits, targets(of: forget, in: task)], axis: 0)),
        settings: LeastSquaresSettings(ridge: options.ridge))
    }
    withoutGradients {
      run.network.headWeight.assign(Tensor(rounding: fit.map.weights))
      run.network.headBias.assign(Tensor(fit.map.intercept, shape: [fit.map.outputCount]).cast(to: .float32))
    }
    return run.finishUntrained(
      knowledge: .init(forgetLabels: isRandom, retainLabels: false),
      diagnostics: [Diagnostic("fit-rank", Double(fit.numericalRank))])
  }

  /// Shapes:    N forget samples → [N, C]
  private func targets(of forget: Predictions, in task: UnlearningTask) -> Tensor {
    let logits = forget.logits, classCount = logits.shape[1]
    switch options.target {
    case .zero: return Tensor.zeros(logits.shape)
    case .uniform: return logits.mean(axes: [1], keepingDimensions: true) + Tensor.zeros(logits.shape)
    case .randomLabel:
      let drawn = RandomLabels(
        truth: forget.labels, classCount: classCount, trueLabel: .excluded, redraw: .once,
        random: task.random.child("labels")
      ).labels(epoch: 0)
      // z + (z_y − z_o)·(e_o − e_y)
      let difference = logits.picked(labels: forget.labels) - logits.picked(labels: drawn)
      let exchange =
        Tensor.oneHot(drawn, classCount: classCount) - Tensor.oneHot(forget.labels, classCount: classCount)
      return logits + difference.reshaped([forget.labels.count, 1]) * exchange
    }
  }
}
