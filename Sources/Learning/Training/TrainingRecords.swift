/// What one optimizer step did.
public struct StepRecord: Equatable, Sendable {
  /// Counted from 0.
  public let epoch: Int
  public let epochs: Int
  /// Counted from 0 over the whole run.
  public let step: Int
  public let stepInEpoch: Int
  public let stepsPerEpoch: Int
  /// Of the batch, before the step.
  public let loss: Double
  public let learningRate: Double
  /// Over the epoch so far.
  public let imagesPerSecond: Double
}

/// What one epoch did.
public struct EpochRecord: Equatable, Sendable, Codable {
  /// Counted from 0.
  public let epoch: Int
  /// Mean over the samples, each before the step it was part of.
  public let loss: Double
  /// Fraction of samples classified as labelled during training; nil when the loss function records none.
  public let accuracy: Double?
  /// Of the epoch's last step.
  public let learningRate: Double
  public let steps: Int
  public let images: Int
  public let seconds: Double

  public var imagesPerSecond: Double { seconds > 0 ? Double(images) / seconds : 0 }

  public init(
    epoch: Int, loss: Double, accuracy: Double?, learningRate: Double, steps: Int, images: Int, seconds: Double
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.learningRate = learningRate
    self.steps = steps
    self.images = images
    self.seconds = seconds
  }
}

/// What a training run did, epochs before a resumption included.
public struct TrainingReport: Equatable, Sendable {
  public let epochs: [EpochRecord]

  public init(epochs: [EpochRecord]) { self.epochs = epochs }

  public var optimizerSteps: Int { epochs.reduce(0) { $0 + $1.steps } }
  public var seconds: Double { epochs.reduce(0) { $0 + $1.seconds } }
  public var finalLoss: Double? { epochs.last?.loss }
}
