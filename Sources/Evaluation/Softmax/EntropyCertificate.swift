import Foundation

/// What a bound on the logits' length guarantees about the answer.
///
/// With |z| ≤ r over C classes and Δ = r·√(C/(C−1)), no softmax probability exceeds 1/(1 + (C−1)e^{−Δ}) and the
/// entropy is at least log(1 + (C−1)e^{−Δ}) + Δ·(C−1)e^{−Δ}/(1 + (C−1)e^{−Δ}). Both are attained, when z is centred
/// and one logit is r·√((C−1)/C).
///
/// Small logits bound the entropy; they do not bound the features (`NullSpaceLedger`).
///
/// Source: methods.md A.5
public struct EntropyCertificate: Equatable, Sendable {
  /// r, the bound on |z|.
  public let logitNorm: Double
  /// C.
  public let classCount: Int
  /// Lower bound of the entropy, nats; [0, log C].
  public let minimumEntropy: Double
  /// Upper bound of the largest probability; [1/C, 1].
  public let maximumProbability: Double

  /// The certificate for logits no longer than `logitNorm`.
  public init(logitNorm: Double, classCount: Int) {
    precondition(classCount >= 2, "an entropy over \(classCount) classes")
    precondition(logitNorm >= 0, "a length of \(logitNorm)")
    self.logitNorm = logitNorm
    self.classCount = classCount
    let others = Double(classCount - 1)
    let gap = logitNorm * (Double(classCount) / others).squareRoot()
    let rest = others * exp(-gap)
    maximumProbability = 1 / (1 + rest)
    // An unbounded gap leaves no rest; ∞·0 is 0 here.
    minimumEntropy = log1p(rest) + (rest > 0 ? gap * rest / (1 + rest) : 0)
  }
}
