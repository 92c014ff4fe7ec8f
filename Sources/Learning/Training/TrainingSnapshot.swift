import TensorCore

/// A training run frozen between two epochs: resuming from it gives the bits of a run that was never interrupted.
public struct TrainingSnapshot {
  /// A copy of the network, buffers included.
  public let network: Network
  /// The optimizer's state, named `<parameter>.<slot>`, in memory layout.
  public let slots: [(name: String, tensor: Tensor)]
  public let optimizerSteps: Int
  /// Steps taken over all epochs.
  public let step: Int
  /// Finished epochs.
  public let history: [EpochRecord]
  /// Fingerprint of the run's random stream.
  public let randomIdentity: Int64

  /// Finished epochs, which is the number of the epoch to go on with.
  public var epoch: Int { history.count }
}
