import TensorCore

/// Where in a run a loss is being computed.
public struct StepContext {
  /// Counted from 0.
  public let epoch: Int
  public let epochs: Int
  /// Counted from 0 over the whole run.
  public let step: Int
  public let stepInEpoch: Int
  public let stepsPerEpoch: Int
  public let learningRate: Double
  /// A stream of this step's own, for noise that a method adds.
  public let random: RandomStream
  let tally: AccuracyTally

  /// Counts how many rows are classified as labelled, for the epoch's accuracy.
  ///
  /// Shapes:    logits [N, C], labels N
  public func record(logits: Tensor, labels: [Int32]) {
    tally.correct += correctCount(logits, labels: labels)
    tally.seen += labels.count
  }
}

/// Collects the accuracy of one epoch.
final class AccuracyTally {
  var correct = 0
  var seen = 0
  var accuracy: Double? { seen > 0 ? Double(correct) / Double(seen) : nil }
}
