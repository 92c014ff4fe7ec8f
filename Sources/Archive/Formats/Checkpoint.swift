/// A network's state with what is needed to use it, and optionally what is needed to go on training.
///
/// On disk (HDF5): root attributes `format="lethe.checkpoint"`, `format_version`, `architecture`, `class_count`,
/// `cell_id`, `created_by`, `mean`, `std`; group `state_dict` with one dataset a name, in order; optional groups
/// `optimizer` (datasets), `random` and `progress` (attributes). In Python:
/// `{k: torch.from_numpy(v[()]) for k, v in f["state_dict"].items()}`.
public struct Checkpoint: Hashable, Sendable {
  /// The model's name (`resnet18`).
  public var architecture: String
  /// Number of classes the network tells apart.
  public var classCount: Int
  /// Id of the cell that made it; empty outside an experiment.
  public var cellID: String
  /// Program and version that made it.
  public var createdBy: String
  /// Mean of each channel of [0, 1] pixels, subtracted inside the network.
  public var mean: [Float]
  /// Standard deviation of each channel, divided by inside the network.
  public var std: [Float]
  /// Parameters and buffers: torchvision's names, order and layout.
  public var stateDict: StateDict
  /// State of the optimizer, for resuming.
  public var optimizer: StateDict?
  /// Places of the random streams, for resuming.
  public var random: [String: AttributeValue]?
  /// How far training got, for resuming.
  public var progress: [String: AttributeValue]?

  /// A checkpoint from its parts.
  ///
  /// Shapes: mean [C], std [C]
  public init(
    architecture: String, classCount: Int, cellID: String = "", createdBy: String, mean: [Float], std: [Float],
    stateDict: StateDict, optimizer: StateDict? = nil, random: [String: AttributeValue]? = nil,
    progress: [String: AttributeValue]? = nil
  ) {
    precondition(mean.count == std.count, "mean of \(mean.count) channels, std of \(std.count)")
    self.architecture = architecture
    self.classCount = classCount
    self.cellID = cellID
    self.createdBy = createdBy
    self.mean = mean
    self.std = std
    self.stateDict = stateDict
    self.optimizer = optimizer
    self.random = random
    self.progress = progress
  }
}
