import Foundation

extension LearningError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  /// What, where, and what to do about it.
  public var description: String {
    switch self {
    case .otherArchitecture(let source, let expected, let found):
      return "\(source): the checkpoint holds a '\(found)', expected a '\(expected)'; "
        + "set the model to '\(found)' or name a checkpoint of a '\(expected)'"
    case .unknownArchitecture(let source, let found, let known):
      let suggestion = nearest(to: found, in: known).map { " — did you mean '\($0)'?" } ?? ""
      return "\(source): unknown architecture '\(found)', known are \(known.joined(separator: ", "))\(suggestion)"
    case .otherClassCount(let source, let expected, let found):
      return "\(source): the checkpoint has \(found) classes, expected \(expected); "
        + "it was trained on another dataset"
    case .missingTensors(let source, let architecture, let names):
      return "\(source): state_dict lacks \(Self.list(names)) of a '\(architecture)'; "
        + "the file is incomplete or of another architecture"
    case .unexpectedTensors(let source, let architecture, let names):
      return "\(source): state_dict holds \(Self.list(names)), which a '\(architecture)' does not have; "
        + "the file is of another architecture"
    case .wrongShape(let source, let name, let expected, let found):
      return "\(source): '\(name)' has shape \(found), expected \(expected); "
        + "check the class count and the image size it was trained for"
    case .wrongType(let source, let name, let expected, let found):
      return "\(source): '\(name)' holds \(found), expected \(expected)"
    case .nonFiniteTensor(let source, let name):
      return "\(source): '\(name)' holds NaN or an infinity; the network diverged, train it again"
    case .inputDoesNotFit(let architecture, let input, let reason):
      return "'\(architecture)' cannot take \(input) images: \(reason)"
    case .invalidClassCount(let count):
      return "a classifier needs at least one class, not \(count)"
    case .invalidNormalisation(let constants, let channels):
      return "normalisation mean \(constants.mean), std \(constants.std) does not fit \(channels)-channel images: "
        + "one finite mean and one positive std per channel are needed"
    case .inconsistentData(let split, let detail):
      return "split '\(split)': \(detail); import the dataset again"
    case .emptySubset(let purpose):
      return "no samples are left for \(purpose); check the forget request and the validation fraction"
    case .forgetRequest(let reason):
      return "the forget request cannot be met: \(reason)"
    case .validationFraction(let fraction):
      return "the validation fraction must be at least 0 and below 1, not \(fraction)"
    case .options(let problems):
      return problems.map(\.description).joined(separator: "\n")
    case .snapshotMismatch(let reason):
      return "the saved progress does not belong to this run: \(reason); delete it to start again"
    }
  }

  /// At most three names in quotes, and how many more.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }
}

extension TrainingError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  public var description: String {
    switch self {
    case .diverged(let step, let epoch, let loss):
      let value = loss.isNaN ? "NaN" : loss.isInfinite ? "infinite" : "\(loss)"
      return "diverged at step \(step) of epoch \(epoch) (loss \(value)); lower the learning rate or set gradient-clip"
    case .nonFiniteWeights(let name, let step):
      return
        "diverged by step \(step): '\(name)' holds NaN or an infinity; lower the learning rate or set gradient-clip"
    }
  }
}
