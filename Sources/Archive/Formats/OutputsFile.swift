import Foundation

/// What a network says about every image of a dataset: logits and penultimate features.
///
/// On disk (HDF5): root attributes `format="lethe.outputs"`, `format_version` and any others; groups `train` and
/// `test`, each with `logits` float32 [N, K], `features` float32 [N, D], `labels` and `index` [N].
public struct OutputsFile: Hashable, Sendable {
  /// The outputs on one part of the dataset.
  public struct Split: Hashable, Sendable {
    /// [N, K], row-major.
    public var logits: [Float]
    /// K.
    public var classCount: Int
    /// [N, D], row-major.
    public var features: [Float]
    /// D.
    public var featureCount: Int
    /// [N].
    public var labels: [Int64]
    /// Position in the official file, [N].
    public var index: [Int64]

    /// Outputs from their arrays.
    ///
    /// Shapes: logits [N, K], features [N, D], labels [N], index [N]
    public init(
      logits: [Float], classCount: Int, features: [Float], featureCount: Int, labels: [Int64], index: [Int64]
    ) {
      let count = labels.count
      precondition(logits.count == count * classCount, "\(logits.count) logits for [\(count), \(classCount)]")
      precondition(features.count == count * featureCount, "\(features.count) features for [\(count), \(featureCount)]")
      precondition(index.count == count, "\(index.count) index entries for \(count) labels")
      self.logits = logits
      self.classCount = classCount
      self.features = features
      self.featureCount = featureCount
      self.labels = labels
      self.index = index
    }

    /// Number of images.
    public var count: Int { labels.count }
  }

  /// Outputs on the training part.
  public var train: Split
  /// Outputs on the test part.
  public var test: Split
  /// Further facts (the cell, the network).
  public var attributes: [String: AttributeValue]

  /// Outputs on both parts.
  public init(train: Split, test: Split, attributes: [String: AttributeValue] = [:]) {
    self.train = train
    self.test = test
    self.attributes = attributes
  }

  static let header = FormatHeader(format: "lethe.outputs", version: 1)

  /// Writes the file whole or not at all; equal outputs give equal bytes.
  ///
  /// Throws: `ArchiveError` (disk full, read-only); an earlier file then stays.
  public func write(to url: URL) throws {
    try HDF5File.write(to: url) { root in
      try Self.header.write(to: root)
      try root.setAttributes(attributes)
      for (name, split) in [("train", train), ("test", test)] {
        let group = try root.createGroup(name)
        try group.createDataset("logits", split.logits, shape: [split.count, split.classCount])
        try group.createDataset("features", split.features, shape: [split.count, split.featureCount])
        try group.createLabels("labels", split.labels, classCount: split.classCount)
        _ = try group.createPositions("index", split.index)
      }
    }
  }

  /// Reads outputs: counts must agree, both parts have the same K and D, and labels lie below K.
  ///
  /// Throws: `ArchiveError` naming the object, what was expected and what was found.
  public init(reading url: URL) throws {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    try Self.header.check(file.root)
    train = try Self.readSplit(file.root.group("train"), classCount: nil, featureCount: nil)
    test = try Self.readSplit(
      file.root.group("test"), classCount: train.classCount, featureCount: train.featureCount)
    attributes = try file.root.attributes(except: ["format", "format_version"])
  }

  private static func readSplit(_ group: HDF5Group, classCount: Int?, featureCount: Int?) throws -> Split {
    let logits = try group.dataset("logits", shape: [nil, classCount], letters: "[N, K]")
    let count = logits.shape[0]
    let features = try group.dataset("features", shape: [count, featureCount], letters: "[N, D]")
    return Split(
      logits: try logits.read(), classCount: logits.shape[1], features: try features.read(),
      featureCount: features.shape[1],
      labels: try group.labelColumn("labels", count: count, classCount: logits.shape[1]),
      index: try group.int64Column("index", count: count))
  }
}
