import Archive
import Learning

/// A training set cut up as a `SplitSpec` says.
struct ResolvedSplit {
  /// All that may be trained on: the training set without what is held out.
  let training: Subset
  let validation: Subset?
  /// Nil where nothing is forgotten.
  let partition: ForgetPartition?
  let test: Subset
  let forgetClasses: [Int]?

  /// - Parameter original: what the original says about the training split; asked for where the request reads it.
  init(_ spec: SplitSpec, of dataset: ImageDataset, original: () throws -> Predictions) throws {
    var training = dataset.train.whole()
    var validation: Subset?
    if let held = spec.validation, held.fraction > 0 {
      let parts = try training.stratifiedSplit(heldOut: held.fraction, random: held.random.makeStream())
      training = parts.kept
      validation = parts.heldOut
    }
    // After the held-out samples, which keep their labels.
    if let noise = spec.noise {
      training = try training.withLabelNoise(
        fraction: noise.fraction, classCount: dataset.classCount, random: noise.random.makeStream())
    }
    // What is gone already: later requests see the rest.
    for request in spec.earlier {
      let random = (request.random ?? StreamSpec(seed: 0, path: ["forget"])).makeStream()
      training = try training.partition(request.request, classCount: dataset.classCount, random: random).retain
    }
    self.training = training
    self.validation = validation
    test = dataset.test.whole()
    forgetClasses = spec.forget?.request.forgetClasses
    partition = try spec.forget.map { forget in
      let random = (forget.random ?? StreamSpec(seed: 0, path: ["forget"])).makeStream()
      return try training.partition(
        forget.request, classCount: dataset.classCount, random: random,
        original: forget.request.readsOriginal ? original() : nil)
    }
  }

  /// The forget and retain samples of a cell that must have them.
  func requirePartition() throws -> ForgetPartition {
    guard let partition else { throw CellError.missing("a forget request") }
    return partition
  }

  /// The index arrays, for `split.h5`.
  func file(calibration: [Int]? = nil) -> SplitFile {
    var parts: [SplitFile.Part] = []
    func add(_ name: String, _ subset: Subset?, _ group: SplitFile.Group) {
      guard let subset else { return }
      parts.append(SplitFile.Part(name: name, group: group, positions: subset.positions.map(Int64.init)))
    }
    if let partition {
      add("forget", partition.forget, .train)
      add("retain", partition.retain, .train)
    } else {
      add("training", training, .train)
    }
    add("validation", validation, .train)
    add("test", test, .test)
    return SplitFile(parts: parts)
  }
}

/// Why a cell cannot be computed although its plan is sound.
enum CellError: Error, Equatable, CustomStringConvertible {
  case missing(String)
  case input(role: String, id: String, reason: String)

  var description: String {
    switch self {
    case .missing(let what): "the cell's work lacks \(what); the plan was written by another version — plan again"
    case .input(let role, let id, let reason): "input '\(role)' (\(id)) cannot be read: \(reason)"
    }
  }
}
