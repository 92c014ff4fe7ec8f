import Learning
import TensorCore

/// FM: maps the unlearned features back onto the original ones, then asks the original head.
///
/// W, c = argmin Σᵢ |f_u(xᵢ)·W + c − f_o(xᵢ)|² + λ|W|²; recovered answer: g_o(f_u(x)·W + c). The two maps are one
/// head on the unlearned features.
///
/// Shapes: as `RecoveryView`
/// Source: arXiv 2507.07754; definition inferred, methods.md A.4
public struct FeatureMapping: RecoveryVariant {
  public static let name = "recover-feature-map"
  public static let version = 1

  /// The axes of the fit.
  public struct Options: ConfigOptions, Equatable {
    /// The samples to fit on.
    public var calibration = CalibrationSource.heldOut
    /// Whether the map has a constant term. Without one, collapsed features answer with the argmax of the original
    /// head's bias: all or nothing, and no recovery.
    public var intercept = true
    /// Penalty relative to trace(FᵀF)/d.
    public var ridge = 1e-6
    /// Whether the penalty covers the constant term; without one it does nothing.
    public var penaliseIntercept = false
    /// Singular values at or below this times the largest count as zero.
    public var relativeCutoff = 1e-6

    public init() {}

    public static var rules: [String: OptionRule] { recoveryRules }

    enum CodingKeys: String, CodingKey {
      case calibration, intercept, ridge
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
    let fit = try leastSquares(view.unlearnedFeatures, view.originalFeatures, settings: settings)
    return (fit.map.followed(by: view.originalHead), fit)
  }
}

/// What the options that both variants share accept.
let recoveryRules: [String: OptionRule] = [
  "calibration": .choices(CalibrationSource.allCases.map(\.rawValue)),
  "intercept": .flag,
  "ridge": .range(0...1e3),
  "penalise-intercept": .flag,
  "relative-cutoff": .range(0...0.5),
]
