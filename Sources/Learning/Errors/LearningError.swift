import TensorCore

/// What a user's files, config or data can do to this module.
public enum LearningError: Error, Equatable, Sendable {
  /// A checkpoint of another architecture than the one expected.
  case otherArchitecture(source: String, expected: String, found: String)
  /// A checkpoint whose architecture no model in this program bears.
  case unknownArchitecture(source: String, found: String, known: [String])
  case otherClassCount(source: String, expected: Int, found: Int)
  case missingTensors(source: String, architecture: String, names: [String])
  case unexpectedTensors(source: String, architecture: String, names: [String])
  case wrongShape(source: String, name: String, expected: [Int], found: [Int])
  case wrongType(source: String, name: String, expected: String, found: String)
  case nonFiniteTensor(source: String, name: String)
  case inputDoesNotFit(architecture: String, input: ImageShape, reason: String)
  case invalidClassCount(Int)
  case invalidNormalisation(Normalisation, channels: Int)
  case inconsistentData(split: String, detail: String)
  case emptySubset(purpose: String)
  case forgetRequest(String)
  case validationFraction(Double)
  case options([OptionProblem])
  /// A snapshot that does not belong to the run to be resumed.
  case snapshotMismatch(String)
}

/// A training run that cannot go on.
public enum TrainingError: Error, Equatable, Sendable {
  /// The loss of a step (counted from 0 over the whole run) is NaN or infinite.
  case diverged(step: Int, epoch: Int, loss: Double)
  /// The losses were finite, but a tensor of the network is not after the last step.
  case nonFiniteWeights(name: String, step: Int)
}
