import Archive
import Foundation
import Learning
import Results
import TensorCore

/// What a cell's computation has at hand: its inputs, its data, its unfinished directory.
struct CellContext {
  let cell: Cell
  let data: DataConfig
  let workspace: Workspace
  let datasets: Datasets
  let progress: Progress
  /// The unfinished directory; what is written here becomes the cell.
  let directory: URL

  func dataset() throws -> ImageDataset { try datasets.load(data) }

  func file(_ name: String) -> URL { directory.appending(path: name) }

  var log: MetricLogWriter { MetricLogWriter(file("metrics.jsonl")) }

  func inputDirectory(_ role: String) throws -> URL {
    guard let input = cell.inputs[role] else { throw CellError.missing("input '\(role)'") }
    return workspace.cell(input.id)
  }

  func inputRecord(_ role: String) throws -> CellRecord { try CellRecord.read(from: try inputDirectory(role)) }

  func outputs(_ role: String) throws -> OutputsFile {
    try OutputsFile(reading: try inputDirectory(role).appending(path: "outputs.h5"))
  }

  /// The trained network of an input cell.
  func network(_ role: String) throws -> Network {
    let file = try inputDirectory(role).appending(path: "model.h5")
    return try Network.load(
      Checkpoint(reading: file), input: try dataset().shape, architectures: Registry.architectures, source: file.path)
  }

  /// The data divided as a cell's work says.
  func split(_ spec: SplitSpec) throws -> ResolvedSplit {
    try ResolvedSplit(spec, of: try dataset()) {
      try outputs(cell.kind == .unlearn ? "original-outputs" : "original").train.predictions
    }
  }

  func save(_ network: Network) throws {
    try network.checkpoint(cellID: cell.id, createdBy: "lethe").write(to: file("model.h5"))
  }
}

extension OutputsFile.Split {
  /// As the network gave them, but for the order of the features.
  var predictions: Predictions {
    Predictions(
      logits: Tensor(logits, shape: [count, classCount]), features: Tensor(features, shape: [count, featureCount]),
      labels: labels.map { Int32($0) })
  }
}

/// What a computation hands back for the record.
struct CellResult {
  var metrics: Metrics = [:]
  var series: [Series] = []
  var notes: [String] = []
  var statement: [String: String] = [:]
  var artefacts: [String] = []

  /// Loss and, in percent, accuracy over the epochs of a training run.
  mutating func addCurves(_ epochs: [EpochRecord]) {
    guard !epochs.isEmpty else { return }
    let x = epochs.map { Double($0.epoch + 1) }
    series.append(Series(name: "loss", xLabel: "epoch", x: x, y: epochs.map(\.loss)))
    if epochs.contains(where: { $0.accuracy != nil }) {
      series.append(Series(name: "accuracy", xLabel: "epoch", x: x, y: epochs.map { $0.accuracy.map { 100 * $0 } }))
    }
  }
}
