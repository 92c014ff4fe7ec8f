/// What forgetting cost, what it read, and what it had to know.
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
  private let access: [DataPart: DataAccess]
  /// Loss gradients taken, one a batch or a pair of batches.
  public let gradientEvaluations: Int
  public let optimizerSteps: Int
  /// Wall-clock time of the method; checks made afterwards are not in it.
  public let seconds: Double

  init(
    knowledge: Knowledge, access: [DataPart: DataAccess], gradientEvaluations: Int, optimizerSteps: Int,
    seconds: Double
  ) {
    self.knowledge = knowledge
    self.access = access
    self.gradientEvaluations = gradientEvaluations
    self.optimizerSteps = optimizerSteps
    self.seconds = seconds
  }

  /// What was read of one set.
  public subscript(part: DataPart) -> DataAccess {
    access[part] ?? DataAccess(size: 0, samples: 0, gradientVisits: 0, readings: 0)
  }

  /// Forget samples in batches that a gradient was taken of, every repetition counted.
  public var forgetVisits: Int { self[.forget].gradientVisits }
  public var retainVisits: Int { self[.retain].gradientVisits }
  /// Different forget samples read.
  public var forgetSamples: Int { self[.forget].samples }
  public var retainSamples: Int { self[.retain].samples }

  /// Visits and readings of all sets together: a cost that does not depend on the machine.
  ///
  /// A batch counts once for every gradient that is taken of it (once a step, for most methods), however many networks
  /// (a teacher, a copy) or moved copies of it pass in that step. `esc-t` counts the samples whose features it trains
  /// on; they pass through the network once.
  public var samplesRead: Int {
    DataPart.allCases.reduce(0) { $0 + self[$1].gradientVisits + self[$1].readings }
  }

  /// The counts as numbers to store, the time excepted: it is the only one that differs between equal runs.
  public var diagnostics: [Diagnostic] {
    // A set that does not exist has no numbers; of `other`, only what should not be there is told.
    let parts = DataPart.allCases.filter { $0 == .other ? self[$0].samples > 0 : self[$0].size > 0 }
    return parts.flatMap { part in
      let access = self[part], name = part.rawValue
      return [
        Diagnostic("\(name)-visits", Double(access.gradientVisits)),
        Diagnostic("\(name)-samples", Double(access.samples)),
        Diagnostic("\(name)-readings", Double(access.readings)), Diagnostic("\(name)-passes", access.passes),
      ]
    } + [
      Diagnostic("gradient-evaluations", Double(gradientEvaluations)),
      Diagnostic("optimizer-steps", Double(optimizerSteps)), Diagnostic("samples-read", Double(samplesRead)),
    ]
  }
}
