import Learning
import TensorCore

/// HR: fits a new head on the unlearned features.
///
/// V, c = argmin Σᵢ |f_u(xᵢ)·V + c − tᵢ|² + λ|V|² with tᵢ the one-hot label, or the original network's logits;
/// recovered answer: f_u(x)·V + c. Least squares is linear in its target, so with the original logits and an
/// unpenalised constant term this *is* feature mapping; with one-hot labels, the default, the two are different attacks.
///
/// Shapes: as `RecoveryView`
/// Source: arXiv 2507.07754; definition inferred, methods.md A.4
public struct HeadRecovery: RecoveryVariant {
  public static let name = "recover-head"
  public static let version = 1

  /// What the new head is fitted to.
  public enum Target: String, Codable, CaseIterable, Sendable {
    /// 1 for the label, 0 for the other classes.
    case oneHot = "one-hot"
    /// What the original network answered.
    case originalLogits = "original-logits"
  }

  /// The axes of the fit.
  public struct Options: ConfigOptions, Equatable {
    /// The samples to fit on.
    public var calibration = CalibrationSource.heldOut
    /// What the new head is fitted to.
    public var target = Target.oneHot
    /// Whether the head has a constant term.
    public var intercept = true
    /// Penalty relative to trace(FᵀF)/d.
    public var ridge = 1e-6
    /// Whether the penalty covers the constant term; without one it does nothing.
    public var penaliseIntercept = false
    /// Singular values at or below this times the largest count as zero.
    public var relativeCutoff = 1e-6

    public init() {}

    public static var rules: [String: OptionRule] {
      recoveryRules.merging(["target": .choices(Target.allCases.map(\.rawValue))]) { own, _ in own }
    }

    enum CodingKeys: String, CodingKey {
      case calibration, target, intercept, ridge
      case penaliseIntercept = "penalise-intercept"
      case relativeCutoff = "relative-cutoff"
    }
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public var source: CalibrationSource { options.calibration }

  public var settings: LeastSquaresSettings {
    LeastSquaresSettings(
      intercept: options.intercept, ridge: options.ridge, penalisesIntercept: options.penaliseIntercept,
      relativeCutoff: options.relativeCutoff)
  }

  public func fit(_ view: RecoveryView) throws(LinearAlgebraError) -> (head: AffineMap, fit: LeastSquaresFit) {
    let targets =
      switch options.target {
      case .oneHot: SampleMatrix.oneHot(view.labels, classCount: view.classCount)
      case .originalLogits: SampleMatrix(view.originalHead(view.originalFeatures))
      }
    let fit = try leastSquares(view.unlearnedFeatures, targets, settings: settings)
    return (fit.map, fit)
  }
}
