/// What forgetting cost, and what it had to know.
public struct UnlearningLedger: Equatable, Codable, Sendable {
  /// What a method reads beside images and the architecture.
  public struct Knowledge: Equatable, Codable, Sendable {
    public var forgetLabels: Bool
    public var retainLabels: Bool
    public var originalWeights: Bool

    public init(forgetLabels: Bool, retainLabels: Bool, originalWeights: Bool = true) {
      self.forgetLabels = forgetLabels
      self.retainLabels = retainLabels
      self.originalWeights = originalWeights
    }
  }

  public let knowledge: Knowledge
  /// Forget samples passed through the network with a gradient, every repetition counted.
  public let forgetVisits: Int
  public let retainVisits: Int
  /// Different forget samples among the visits.
  public let forgetSamples: Int
  public let retainSamples: Int
  /// Loss gradients taken, one a batch or a pair of batches.
  public let gradientEvaluations: Int
  public let optimizerSteps: Int
  /// Wall-clock time of the method; checks made afterwards are not in it.
  public let seconds: Double

  /// The counts as numbers to store, the time excepted: it is the only one that differs between equal runs.
  public var diagnostics: [Diagnostic] {
    [
      Diagnostic("forget-visits", Double(forgetVisits)), Diagnostic("retain-visits", Double(retainVisits)),
      Diagnostic("forget-samples", Double(forgetSamples)), Diagnostic("retain-samples", Double(retainSamples)),
      Diagnostic("gradient-evaluations", Double(gradientEvaluations)),
      Diagnostic("optimizer-steps", Double(optimizerSteps)),
    ]
  }
}
