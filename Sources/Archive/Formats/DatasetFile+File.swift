import Foundation

extension DatasetFile {
  static let header = FormatHeader(format: "lethe.dataset", version: 1)
  static let knownAttributes: Set<String> = [
    "format", "format_version", "name", "classes", "mean", "std", "source", "sha256", "official_count",
  ]
  private static let columns: Set<String> = ["images", "labels", "index"]

  /// Writes the file whole or not at all; equal datasets give equal bytes.
  ///
  /// Throws: `ArchiveError`: a label beyond the classes, disk full, read-only; an earlier file then stays.
  public func write(to url: URL) throws {
    for (name, split) in [("train", train), ("test", test)] {
      try HDF5Group.checkRange(
        split.labels, 0..<Int64(classes.count), file: url.path, object: "\(name)/labels", what: "labels")
    }
    try HDF5File.write(to: url) { root in
      try Self.header.write(to: root)
      try root.setAttribute("name", name)
      try root.setAttribute("classes", classes)
      try root.setAttribute("mean", mean)
      try root.setAttribute("std", std)
      try root.setAttribute("source", source)
      try root.setAttribute("sha256", sha256)
      if let officialCount { try root.setAttribute("official_count", officialCount) }
      try root.setAttributes(attributes)
      for (name, split) in [("train", train), ("test", test)] {
        let group = try root.createGroup(name)
        try group.createDataset("images", split.images, shape: split.shape, storage: .compressed)
        try group.createLabels("labels", split.labels, classCount: classes.count)
        _ = try group.createPositions("index", split.index)
        for (extra, values) in split.extras.sorted(by: { $0.key < $1.key }) {
          _ = try group.createPositions(extra, values)
        }
      }
    }
  }

  /// Reads a dataset: counts must agree and labels lie below the number of classes.
  ///
  /// Throws: `ArchiveError` naming the object, what was expected and what was found.
  public init(reading url: URL) throws {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    let root = file.root
    let summary = try DatasetSummary(root)
    let image = summary.imageShape
    self.init(
      name: summary.name, classes: summary.classes, mean: summary.mean, std: summary.std, source: summary.source,
      sha256: summary.sha256, officialCount: summary.officialCount,
      attributes: try root.attributes(except: Self.knownAttributes),
      train: try Self.readSplit(root.group("train"), image: image, classCount: summary.classes.count),
      test: try Self.readSplit(root.group("test"), image: image, classCount: summary.classes.count))
  }

  private static func readSplit(_ group: HDF5Group, image: [Int], classCount: Int) throws -> Split {
    let images = try group.dataset("images", shape: [nil] + image, letters: "[N, C, H, W]")
    let count = images.shape[0]
    let labels = try group.labelColumn("labels", count: count, classCount: classCount)
    let index = try group.int64Column("index", count: count)
    var extras: [String: [Int64]] = [:]
    for name in try group.names where !columns.contains(name) {
      extras[name] = try group.int64Column(name, count: count)
    }
    return Split(
      images: try images.read(as: UInt8.self), shape: images.shape, labels: labels, index: index, extras: extras)
  }
}
