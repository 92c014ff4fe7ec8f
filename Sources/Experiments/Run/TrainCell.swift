import Archive
import Foundation
import Learning
import Results

extension CellContext {
  /// The state after the last finished epoch, while a network is being trained.
  static let snapshotName = "snapshot.h5"

  /// Trains a network, going on from the last finished epoch when an earlier run was cut off.
  func train(_ work: TrainWork) throws -> CellResult {
    let dataset = try dataset()
    let architecture = try Registry.architecture(work.model.name)
    let random = work.random.makeStream()
    let network = try architecture.build(
      input: dataset.shape, classCount: dataset.classCount, normalisation: dataset.normalisation,
      random: random.child("init"))
    var result = CellResult()
    if let recipe = work.recipe {
      let split = try self.split(work.split)
      let snapshotFile = file(Self.snapshotName)
      let resume = try snapshot(at: snapshotFile, for: network)
      if let resume {
        progress.say("\(progress.title)going on after epoch \(resume.epoch)")
        // A kill between log and snapshot leaves a line of an epoch that is done again.
        try log.keep(lines: resume.epoch)
      }
      let monitor = CellMonitor(progress: progress, log: log) { snapshot in
        // The last epoch's state is the result itself.
        guard snapshot.epoch < recipe.epochs else { return }
        try snapshot.checkpoint(cellID: cell.id).write(to: snapshotFile)
      }
      let report = try Learning.train(
        network, on: split.training, recipe: recipe, random: random, monitor: monitor, resume: resume)
      try? FileManager.default.removeItem(at: snapshotFile)
      result.addCurves(report.epochs)
      result.metrics["steps"] = MetricValue(Double(report.optimizerSteps))
      result.metrics["time"] = MetricValue(report.seconds)
      if let loss = report.finalLoss { result.metrics["train-loss"] = MetricValue(loss) }
      try split.file().write(to: file("split.h5"))
    }
    result.metrics["parameters"] = MetricValue(Double(network.parameterCount))
    try save(network)
    return result
  }

  private func snapshot(at url: URL, for network: Network) throws -> TrainingSnapshot? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try TrainingSnapshot(Checkpoint(reading: url), for: network, source: url.path)
  }
}
