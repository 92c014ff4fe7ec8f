import Learning

/// What a method hands back.
public struct UnlearningResult {
  public let network: Network
  /// What a reader of a table must know.
  public let notes: [UnlearningNote]
  /// Numbers about the run, to be stored beside it.
  public let diagnostics: [Diagnostic]
  public let ledger: UnlearningLedger
  /// One record an epoch; `images` counts every image that passed through the network.
  public let epochs: [EpochRecord]
  /// The recipe that ran, options that follow the original's recipe filled in.
  public let recipe: TrainingRecipe

  public var optimizerSteps: Int { ledger.optimizerSteps }

  /// The value of a diagnostic, nil when there is none of that name.
  public func diagnostic(_ name: String) -> Double? { diagnostics.first { $0.name == name }?.value }
}

/// A named number.
public struct Diagnostic: Equatable, Codable, Sendable {
  public let name: String
  public let value: Double

  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}
