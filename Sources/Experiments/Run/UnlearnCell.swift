import Foundation
import Learning
import Results
import TensorCore
import Unlearners

extension CellContext {
  /// Runs one method on one request.
  func unlearn(_ work: UnlearnWork) throws -> CellResult {
    let dataset = try dataset(), original = try network("original")
    let split = try ResolvedSplit(work.split, of: dataset), partition = try split.requirePartition()
    let monitor = CellMonitor(progress: progress, log: log)
    let task = try UnlearningTask(
      dataset: dataset, original: original, retain: partition.retain, forget: partition.forget, test: split.test,
      validation: split.validation, forgetClasses: split.forgetClasses, recipe: work.recipe,
      random: work.random.makeStream(), monitor: monitor)
    var method = try Registry.unlearner(work.method).make(json: Data(work.options.canonicalText.utf8))
    if var sharing = method as? any InitialisationSharing {
      sharing.originalInitialisation = try originalInitialisation()
      method = sharing
    }
    let unlearned = try method.unlearn(task)
    if let name = unlearned.network.firstNonFiniteTensor { throw UnlearnedNetworkError(tensor: name) }

    var result = CellResult()
    result.metrics["steps"] = MetricValue(Double(unlearned.optimizerSteps))
    result.metrics["time"] = MetricValue(unlearned.ledger.seconds)
    for diagnostic in unlearned.ledger.diagnostics + unlearned.diagnostics {
      result.metrics[diagnostic.name] = MetricValue(diagnostic.value)
    }
    let knowledge = unlearned.ledger.knowledge
    for (what, isRead) in [
      ("forget labels", knowledge.forgetLabels), ("retain labels", knowledge.retainLabels),
      ("original weights", knowledge.originalWeights),
    ] { result.statement[what] = isRead ? "read" : "not read" }
    result.notes = unlearned.notes.map(\.description)
    result.addCurves(unlearned.epochs)
    try save(unlearned.network)
    try split.file().write(to: file("split.h5"))
    return result
  }

  /// The stream that drew the original's first weights, from the record of the cell that trained it.
  private func originalInitialisation() throws -> RandomStream {
    let work = try inputRecord("original").config.decoded(as: TrainWork.self)
    return work.random.makeStream().child("init")
  }
}

/// A method returned a network with a weight that is no number.
struct UnlearnedNetworkError: Error, Equatable, CustomStringConvertible {
  let tensor: String
  var description: String { "diverged: '\(tensor)' holds a value that is not finite" }
}
