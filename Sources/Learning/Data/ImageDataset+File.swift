import Archive

extension ImageDataset {
  /// The dataset that a file holds.
  ///
  /// Throws:    `LearningError.inconsistentData` when a label is not one of the classes
  public convenience init(_ file: DatasetFile) throws {
    try self.init(
      name: file.name, classes: file.classes, normalisation: Normalisation(mean: file.mean, std: file.std),
      train: ImageSplit("train", of: file.train, classCount: file.classes.count),
      test: ImageSplit("test", of: file.test, classCount: file.classes.count), digest: file.sha256)
  }
}

extension ImageSplit {
  fileprivate convenience init(_ name: String, of part: DatasetFile.Split, classCount: Int) throws {
    // A label beyond Int32 is beyond every class count, so clamping cannot hide it.
    try self.init(
      name: name, shape: ImageShape(channels: part.shape[1], height: part.shape[2], width: part.shape[3]),
      pixels: part.images, labels: part.labels.map { Int32(clamping: $0) }, index: part.index,
      classCount: classCount)
  }
}
