import Archive
import TensorCore

extension Network {
  /// The network as a checkpoint file holds it.
  public func checkpoint(cellID: String = "", createdBy: String = "lethe") -> Checkpoint {
    Checkpoint(
      architecture: architecture, classCount: classCount, cellID: cellID, createdBy: createdBy,
      mean: normalisation.mean, std: normalisation.std, stateDict: stateDict())
  }

  /// The network that a checkpoint describes, for images of the size given.
  ///
  /// `architectures` are those the caller knows; `source` names the file in errors.
  ///
  /// Throws:    `LearningError` `unknownArchitecture`, `inputDoesNotFit`, and what `load` throws
  public static func load(
    _ checkpoint: Checkpoint, input: ImageShape, architectures: [any Architecture.Type], source: String
  ) throws -> Network {
    guard let family = architectures.first(where: { $0.name == checkpoint.architecture }) else {
      throw LearningError.unknownArchitecture(
        source: source, found: checkpoint.architecture, known: architectures.map { $0.name })
    }
    let network = try Network(
      family, input: input, classCount: checkpoint.classCount,
      normalisation: Normalisation(mean: checkpoint.mean, std: checkpoint.std), source: .zeros)
    try network.load(checkpoint.stateDict, source: source)
    return network
  }

  /// Takes over the state of a checkpoint of the same architecture and class count, or, on an error, nothing.
  ///
  /// Throws:    `LearningError` `otherArchitecture`, `otherClassCount`, and what `load(_:source:)` throws
  public func load(_ checkpoint: Checkpoint, source: String) throws {
    guard checkpoint.architecture == architecture else {
      throw LearningError.otherArchitecture(source: source, expected: architecture, found: checkpoint.architecture)
    }
    guard checkpoint.classCount == classCount else {
      throw LearningError.otherClassCount(source: source, expected: classCount, found: checkpoint.classCount)
    }
    try load(checkpoint.stateDict, source: source)
  }
}
