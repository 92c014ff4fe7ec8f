import Archive
import TensorCore

extension TrainingSnapshot {
  /// The snapshot as a checkpoint file: the network's state dict, and the groups `optimizer` (slots in memory layout),
  /// `random` and `progress` beside it.
  public func checkpoint(cellID: String = "", createdBy: String = "lethe") -> Checkpoint {
    var checkpoint = network.checkpoint(cellID: cellID, createdBy: createdBy)
    checkpoint.optimizer = StateDict(slots.map { (name: $0.name, array: StateArray($0.tensor)) })
    checkpoint.random = ["identity": .integer(randomIdentity)]
    checkpoint.progress = [
      "epoch": .integer(Int64(epoch)),
      "step": .integer(Int64(step)),
      "optimizer_steps": .integer(Int64(optimizerSteps)),
      "loss": .numbers(history.map(\.loss)),
      "accuracy": .numbers(history.map { $0.accuracy ?? .nan }),
      "learning_rate": .numbers(history.map(\.learningRate)),
      "steps": .integers(history.map { Int64($0.steps) }),
      "images": .integers(history.map { Int64($0.images) }),
      "seconds": .numbers(history.map(\.seconds)),
    ]
    return checkpoint
  }

  /// The snapshot that a checkpoint file holds; `network` says for which architecture, and is not changed.
  ///
  /// Throws:    `LearningError.snapshotMismatch` when a group or value is missing or malformed, and what
  ///            `Network.load` throws
  public init(_ checkpoint: Checkpoint, for network: Network, source: String) throws {
    let progress = try Progress(checkpoint.progress, source: source)
    guard case .integer(let identity)? = checkpoint.random?["identity"], let optimizer = checkpoint.optimizer else {
      throw LearningError.snapshotMismatch("\(source) holds a network but not the state of its training")
    }
    let twin = network.emptyTwin()
    try twin.load(checkpoint, source: source)
    var slots: [(name: String, tensor: Tensor)] = []
    for entry in optimizer {
      guard let values = entry.array.floats else {
        throw LearningError.snapshotMismatch("the optimizer's '\(entry.name)' in \(source) is not float32")
      }
      slots.append((entry.name, Tensor(values, shape: Shape(entry.array.shape))))
    }
    self.init(
      network: twin, slots: slots, optimizerSteps: try progress.integer("optimizer_steps"),
      step: try progress.integer("step"), history: try progress.history(), randomIdentity: identity)
  }
}

/// Typed access to the group `progress`.
private struct Progress {
  let values: [String: AttributeValue]
  let source: String

  init(_ values: [String: AttributeValue]?, source: String) throws {
    guard let values else { throw LearningError.snapshotMismatch("\(source) has no group 'progress'") }
    self.values = values
    self.source = source
  }

  func integer(_ name: String) throws -> Int {
    guard case .integer(let value)? = values[name], value >= 0 else { throw malformed(name) }
    return Int(value)
  }

  func history() throws -> [EpochRecord] {
    let count = try integer("epoch")
    let loss = try numbers("loss", count), accuracy = try numbers("accuracy", count)
    let learningRate = try numbers("learning_rate", count), seconds = try numbers("seconds", count)
    let steps = try integers("steps", count), images = try integers("images", count)
    return (0..<count).map { epoch in
      EpochRecord(
        epoch: epoch, loss: loss[epoch], accuracy: accuracy[epoch].isNaN ? nil : accuracy[epoch],
        learningRate: learningRate[epoch], steps: steps[epoch], images: images[epoch], seconds: seconds[epoch])
    }
  }

  private func numbers(_ name: String, _ count: Int) throws -> [Double] {
    guard case .numbers(let found)? = values[name], found.count == count else {
      // A list without elements has no type of its own.
      if count == 0, values[name] != nil { return [] }
      throw malformed(name)
    }
    return found
  }

  private func integers(_ name: String, _ count: Int) throws -> [Int] {
    guard case .integers(let found)? = values[name], found.count == count else {
      if count == 0, values[name] != nil { return [] }
      throw malformed(name)
    }
    return found.map { Int($0) }
  }

  private func malformed(_ name: String) -> LearningError {
    .snapshotMismatch("'\(name)' in the group 'progress' of \(source) is missing or malformed")
  }
}
