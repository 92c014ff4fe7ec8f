import Learning
import TensorCore
import Unlearners

/// How far the forget set is contracted: the lengths of its logits and features in `evaluate` mode.
///
/// The largest logit norm is the r of the entropy certificate (methods.md A.5), whose formula is Evaluation's. Small
/// logits do not mean small features, so both are here.
public struct ForgetNorms: Equatable, Sendable {
  /// At this length the certificate is nearly the uniform distribution: with 10 classes the entropy is at least 2.219
  /// of 2.303 nats.
  public static let contractedLogitNorm = 1.0

  public let meanLogitNorm: Double
  public let maximumLogitNorm: Double
  /// The part of the samples whose logits are no longer than `contractedLogitNorm`, [0, 1].
  public let contractedFraction: Double
  public let meanFeatureNorm: Double
  public let maximumFeatureNorm: Double

  /// Shapes:    logits [N, C], features [N, d], N ≥ 1
  public init(_ predictions: Predictions) {
    let logits = withoutGradients { rowNorms(predictions.logits).doubles }
    let features = withoutGradients { rowNorms(predictions.features).doubles }
    precondition(!logits.isEmpty, "the norms of no samples")
    let count = Double(logits.count)
    meanLogitNorm = logits.reduce(0, +) / count
    maximumLogitNorm = logits.max()!
    contractedFraction = Double(logits.count { $0 <= Self.contractedLogitNorm }) / count
    meanFeatureNorm = features.reduce(0, +) / count
    maximumFeatureNorm = features.max()!
  }

  /// As numbers to store.
  public var diagnostics: [Diagnostic] {
    [
      Diagnostic("forget-logit-norm-mean", meanLogitNorm), Diagnostic("forget-logit-norm-max", maximumLogitNorm),
      Diagnostic("forget-contracted-fraction", contractedFraction),
      Diagnostic("forget-feature-norm-mean", meanFeatureNorm),
      Diagnostic("forget-feature-norm-max", maximumFeatureNorm),
    ]
  }
}
