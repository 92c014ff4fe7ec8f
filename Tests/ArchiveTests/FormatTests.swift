import Archive
import Foundation
import Testing

@Suite("Dataset, outputs and split files") struct FormatTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let dataset = DatasetFile(
    name: "tiny", classes: ["a", "b", "c"], mean: [0.5, 0.25], std: [0.1, 0.2], source: "made here", sha256: "00ff",
    officialCount: 12_345, attributes: ["seed": 7],
    train: .init(
      images: (0..<3 * 2 * 4 * 5).map { UInt8($0) }, shape: [3, 2, 4, 5], labels: [2, 0, 1], index: [0, 2, 9],
      extras: ["wrong_label": [0, 1, 0]]),
    test: .init(images: (0..<2 * 2 * 4 * 5).map { UInt8(255 - $0) }, shape: [2, 2, 4, 5], labels: [1, 1]))

  @Test("a dataset comes back")
  func datasetRoundTrip() throws {
    try Self.dataset.write(to: folder("a.h5"))
    let read = try DatasetFile(reading: folder("a.h5"))
    #expect(read == Self.dataset)
    #expect(read.test.index == [0, 1])
    #expect(read.coverage == "5 of 12,345 images")
    let group = try HDF5File(reading: folder("a.h5")).root.group("train")
    #expect(try group.names == ["images", "labels", "index", "wrong_label"])
    #expect(try group.dataset("labels").elementType == .uint8)
    #expect(try group.dataset("index").elementType == .int64)
    let summary = try DatasetSummary(reading: folder("a.h5"))
    #expect(summary.imageShape == [2, 4, 5] && summary.trainCount == 3 && summary.testCount == 2)
    #expect(summary.classes == ["a", "b", "c"] && summary.coverage == read.coverage)
  }

  @Test("many classes are stored as int64")
  func manyClasses() throws {
    var dataset = Self.dataset
    dataset.classes = (0..<300).map { "\($0)" }
    dataset.train.labels = [299, 0, 1]
    try dataset.write(to: folder("a.h5"))
    #expect(try DatasetFile(reading: folder("a.h5")).train.labels == [299, 0, 1])
  }

  @Test("a label beyond the classes is neither written nor read")
  func badLabel() throws {
    var dataset = Self.dataset
    dataset.train.labels[1] = 3
    #expect(
      throws: ArchiveError(
        .wrongValue, file: folder("a.h5").path, object: "train/labels", expected: "labels from 0 to 2",
        found: "3 at position 1")
    ) { try dataset.write(to: folder("a.h5")) }
    try writeDataset(labels: [0, 1, 7], index: [0, 1, 2])
    #expect(throws: ArchiveError.self) { try DatasetFile(reading: folder("a.h5")) }
  }

  /// A dataset file by hand, so that it can be wrong.
  func writeDataset(labels: [Int64], index: [Int64], testShape: [Int] = [3, 1, 2, 2], mean: [Float] = [0.5]) throws {
    try HDF5File.write(to: folder("a.h5")) { root in
      try root.setAttribute("format", "lethe.dataset")
      try root.setAttribute("format_version", 1)
      for name in ["name", "source", "sha256"] { try root.setAttribute(name, "x") }
      try root.setAttribute("classes", ["a", "b"])
      try root.setAttribute("mean", mean)
      try root.setAttribute("std", [0.5] as [Float])
      for (name, shape) in [("train", [3, 1, 2, 2]), ("test", testShape)] {
        let group = try root.createGroup(name)
        let pixels = [UInt8](repeating: 1, count: shape.reduce(1, *))
        try group.createDataset("images", pixels, shape: shape)
        try group.createDataset("labels", labels, shape: [labels.count], stored: .uint8)
        try group.createDataset("index", index, shape: [index.count])
      }
    }
  }

  @Test("counts and shapes must agree")
  func disagreement() throws {
    let path = folder("a.h5").path
    try writeDataset(labels: [0, 1, 1], index: [0, 1, 2])
    #expect(try DatasetFile(reading: folder("a.h5")).train.labels == [0, 1, 1])
    try writeDataset(labels: [0, 1], index: [0, 1, 2])
    #expect(
      throws: ArchiveError(.wrongShape, file: path, object: "train/labels", expected: "[N] = [3]", found: "[2]")
    ) { try DatasetFile(reading: folder("a.h5")) }
    try writeDataset(labels: [0, 1, 1], index: [0])
    #expect(
      throws: ArchiveError(.wrongShape, file: path, object: "train/index", expected: "[N] = [3]", found: "[1]")
    ) { try DatasetFile(reading: folder("a.h5")) }
    try writeDataset(labels: [0, 1, 1], index: [0, 1, 2], testShape: [3, 1, 2, 3])
    #expect(
      throws: ArchiveError(
        .wrongShape, file: path, object: "test/images", expected: "[N, C, H, W] = [any, 1, 2, 2]",
        found: "[3, 1, 2, 3]")
    ) { try DatasetFile(reading: folder("a.h5")) }
    try writeDataset(labels: [0, 1, 1], index: [0, 1, 2], mean: [0.5, 0.5])
    #expect(
      throws: ArchiveError(.wrongShape, file: path, object: "attribute mean", expected: "1 channels", found: "2")
    ) { try DatasetFile(reading: folder("a.h5")) }
  }

  @Test("outputs come back, and disagreement is an error")
  func outputs() throws {
    let split = OutputsFile.Split(
      logits: [1, 2, 3, 4, 5, 6], classCount: 3, features: [0.5, 1, 1.5, 2], featureCount: 2, labels: [2, 0],
      index: [10, 11])
    let test = OutputsFile.Split(
      logits: [0, 0, 1], classCount: 3, features: [7, 8], featureCount: 2, labels: [1], index: [0])
    let outputs = OutputsFile(train: split, test: test, attributes: ["cell_id": "outputs-1"])
    try outputs.write(to: folder("a.h5"))
    #expect(try OutputsFile(reading: folder("a.h5")) == outputs)
    let wide = OutputsFile.Split(
      logits: [0, 0, 1], classCount: 3, features: [7, 8, 9], featureCount: 3, labels: [1], index: [0])
    try OutputsFile(train: split, test: wide).write(to: folder("a.h5"))
    #expect(
      throws: ArchiveError(
        .wrongShape, file: folder("a.h5").path, object: "test/features", expected: "[N, D] = [1, 2]", found: "[1, 3]")
    ) { try OutputsFile(reading: folder("a.h5")) }
  }

  @Test("a split comes back, and impossible ones are errors")
  func split() throws {
    let split = SplitFile(
      parts: [
        .init(name: "forget", group: .train, positions: [5, 1]),
        .init(name: "retain", group: .train, positions: []),
        .init(name: "calibration", group: .test, positions: [0]),
      ], attributes: ["dataset_sha256": "00"])
    try split.write(to: folder("a.h5"))
    let read = try SplitFile(reading: folder("a.h5"))
    #expect(read == split)
    #expect(read["forget"]?.positions == [5, 1])
    #expect(read["validation"] == nil)
    let twice = SplitFile(parts: [split.parts[0], split.parts[0]])
    #expect(throws: ArchiveError(.alreadyExists, file: folder("a.h5").path, object: "forget")) {
      try twice.write(to: folder("a.h5"))
    }
    #expect(try SplitFile(reading: folder("a.h5")) == split)
    try SplitFile(parts: [.init(name: "forget", group: .train, positions: [3, -1])]).write(to: folder("a.h5"))
    let error = #expect(throws: ArchiveError.self) { try SplitFile(reading: folder("a.h5")) }
    #expect(error?.found == "-1 at position 1")
  }
}
