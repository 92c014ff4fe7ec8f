import Archive
import Foundation
import Learning
import Results
import TensorCore
import Unlearners

extension CellContext {
  /// Runs one method on one request.
  func unlearn(_ work: UnlearnWork) throws -> CellResult {
    let clock = ContinuousClock(), start = clock.now
    let dataset = try dataset(), original = try network("original")
    let split = try self.split(work.split), partition = try split.requirePartition()
    let monitor = CellMonitor(progress: progress, log: log)
    let task = try UnlearningTask(
      dataset: dataset, original: original, retain: partition.retain, forget: partition.forget, test: split.test,
      validation: split.validation, forgetClasses: split.forgetClasses, recipe: work.recipe,
      random: work.random.makeStream(), monitor: monitor)
    let originalDigest = original.stateDigest
    var method = try Registry.unlearner(work.method).make(json: Data(work.options.canonicalText.utf8))
    if var sharing = method as? any InitialisationSharing {
      sharing.originalInitialisation = try originalInitialisation()
      method = sharing
    }
    let unlearned = try method.unlearn(task)
    let wallTime = start.duration(to: clock.now) / .seconds(1), peakMemory = Machine.peakMemory
    if let name = unlearned.network.firstNonFiniteTensor { throw UnlearnedNetworkError(tensor: name) }

    var result = CellResult()
    result.metrics["steps"] = MetricValue(Double(unlearned.optimizerSteps))
    result.metrics["time"] = MetricValue(unlearned.ledger.seconds)
    result.metrics["wall-time"] = MetricValue(wallTime)
    result.metrics["peak-memory"] =
      peakMemory.map { MetricValue(Double($0) / 1e6) } ?? .undefined(reason: "the kernel does not tell")
    for diagnostic in unlearned.ledger.diagnostics + unlearned.diagnostics {
      result.metrics[diagnostic.name] = MetricValue(diagnostic.value)
    }
    let knowledge = unlearned.ledger.knowledge
    for (what, isRead) in [
      ("forget labels", knowledge.forgetLabels), ("retain labels", knowledge.retainLabels),
      ("original weights", knowledge.originalWeights),
    ] { result.statement[what] = isRead ? "read" : "not read" }
    result.notes = unlearned.notes.map(\.description)
    if !work.split.earlier.isEmpty {
      result.notes.append(
        "request \(work.split.earlier.count + 1) of a sequence: cost and reads are of this request alone")
    }
    result.addCurves(unlearned.epochs)
    try save(unlearned.network)
    let splitFile = file("split.h5")
    try split.file().write(to: splitFile)
    guard let request = work.split.forget?.request else { throw CellError.missing("a forget request") }
    let selection = try RequestCheck.selection(
      request, training: split.training, forget: task.forget,
      again: self.split(work.split).requirePartition().forget)
    let audit = RequestRecord(
      cell: cell, work: work, task: task, result: unlearned,
      checks: selection + [
        .retention(training: split.training, forget: task.forget, retain: task.retain),
        try .file(SplitFile(reading: splitFile), forget: task.forget, retain: task.retain),
        .access(unlearned.ledger), .original(before: originalDigest, after: original.stateDigest),
      ], accuracy: CheckedAccuracy.all(task, after: unlearned.network), original: originalDigest, wallTime: wallTime,
      peakMemory: peakMemory, finished: Date())
    try add(audit, to: &result)
    return result
  }

  private func add(_ audit: RequestRecord, to result: inout CellResult) throws {
    try AtomicFile.write(audit.json().indentedText, to: file(RequestRecord.fileName))
    result.artefacts.append(RequestRecord.fileName)
    result.metrics["request-verified"] = MetricValue(audit.isVerified ? 1 : 0)
    for check in audit.checks {
      if let problem = check.problem { result.notes.append("not verified: \(check.statement) (found: \(problem))") }
    }
    for checked in audit.accuracy {
      result.metrics["checked-\(checked.set)-before"] = MetricValue(checked.before)
      result.metrics["checked-\(checked.set)"] = MetricValue(checked.after)
      if let remark = checked.unchangedRemark(forgetsClasses: audit.task.forgetClasses != nil) {
        result.notes.append(remark)
      }
    }
  }

  /// The stream that drew the original's first weights, from the record of the cell that trained it: in a sequence of
  /// requests, the first one's original.
  private func originalInitialisation() throws -> RandomStream {
    var record = try inputRecord("original")
    while record.kind == .unlearn, let before = record.inputs["original"] {
      record = try CellRecord.read(from: workspace.cell(before))
    }
    let work = try record.config.decoded(as: TrainWork.self)
    return work.random.makeStream().child("init")
  }
}

/// A method returned a network with a weight that is no number.
struct UnlearnedNetworkError: Error, Equatable, CustomStringConvertible {
  let tensor: String
  var description: String { "diverged: '\(tensor)' holds a value that is not finite" }
}
