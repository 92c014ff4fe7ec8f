import Archive
import Learning
import Results

extension CellContext {
  /// Logits and features of every sample, once, for all measurements.
  func storeOutputs() throws -> CellResult {
    let dataset = try dataset(), network = try network("network")
    func outputs(_ split: ImageSplit) throws -> OutputsFile.Split {
      try Interruption.check()
      let predictions = network.predict(split.whole())
      return OutputsFile.Split(
        logits: predictions.logits.floats, classCount: dataset.classCount,
        features: network.diskLayout(ofFeatures: predictions.features).floats, featureCount: network.featureCount,
        labels: split.labels.map(Int64.init), index: split.index)
    }
    let file = OutputsFile(train: try outputs(dataset.train), test: try outputs(dataset.test))
    try file.write(to: self.file("outputs.h5"))
    return CellResult()
  }
}
