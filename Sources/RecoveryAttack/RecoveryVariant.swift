import Learning
import TensorCore

/// A way to recover performance without training.
///
/// Each variant fits a linear map on the calibration samples and gives back a head for the unlearned features; it
/// differs from the others in what it fits.
public protocol RecoveryVariant: Sendable {
  /// Key in a config.
  static var name: String { get }
  /// Grows when results change for the same options.
  static var version: Int { get }
  associatedtype Options: ConfigOptions
  var options: Options { get }
  init(options: Options)

  /// The samples to fit on.
  var source: CalibrationSource { get }
  /// How to fit.
  var settings: LeastSquaresSettings { get }

  /// The head on unlearned features, and the fit it came from.
  ///
  /// Throws: `LinearAlgebraError` when features are not finite or there are none
  func fit(_ view: RecoveryView) throws(LinearAlgebraError) -> (head: AffineMap, fit: LeastSquaresFit)
}

extension RecoveryVariant {
  /// Recovers a network's answers from its features.
  ///
  /// Shapes: as `RecoveryView`; logits [m, C] and [f, C]
  /// Random: none
  /// Throws: `RecoveryError.fit`
  public func recover(_ view: RecoveryView) throws(RecoveryError) -> RecoveryResult {
    do throws(LinearAlgebraError) {
      let (head, fit) = try fit(view)
      return RecoveryResult(
        head: head, evaluationLogits: head(view.evaluation), forgetTrainingLogits: head(view.forgetTraining),
        diagnostics: RecoveryDiagnostics(fit, featureCount: view.unlearnedFeatures.columns))
    } catch {
      throw .fit(variant: Self.name, cause: error)
    }
  }
}

/// A recovered network: a linear head on the unlearned features, and what it answers.
public struct RecoveryResult: Sendable {
  /// The recovered head; [d] → [C].
  public let head: AffineMap
  /// Its answers on the evaluation rows; [m, C].
  public let evaluationLogits: Matrix
  /// Its answers on the forget training samples; [f, C].
  public let forgetTrainingLogits: Matrix
  /// What is needed to judge the fit.
  public let diagnostics: RecoveryDiagnostics
}

/// How well posed a recovery was; a verdict on collapsed features hangs on these.
public struct RecoveryDiagnostics: Equatable, Sendable {
  /// Number of calibration samples.
  public let sampleCount: Int
  /// d.
  public let featureCount: Int
  /// Directions in which the unlearned features vary, above the cutoff.
  public let numericalRank: Int
  /// Exponential of the spectral entropy of the unlearned features.
  public let effectiveRank: Double
  /// Condition number of the unlearned features over these directions; nil when they do not vary.
  public let conditionNumber: Double?
  /// The absolute penalty that was added.
  public let penalty: Double
  /// How the equations were solved.
  public let solver: LeastSquaresFit.Solver

  init(_ fit: LeastSquaresFit, featureCount: Int) {
    sampleCount = fit.sampleCount
    self.featureCount = featureCount
    numericalRank = fit.numericalRank
    effectiveRank = fit.effectiveRank
    conditionNumber = fit.conditionNumber
    penalty = fit.penalty
    solver = fit.solver
  }
}
