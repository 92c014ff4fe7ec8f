import Foundation

/// A dataset file's facts without its images: what `lethe data info` shows and a plan checks.
public struct DatasetSummary: Hashable, Sendable {
  public let name: String
  /// Names of the classes, in label order.
  public let classes: [String]
  public let mean: [Float]
  public let std: [Float]
  public let source: String
  public let sha256: String
  /// Number of images the complete dataset has, where some may be absent.
  public let officialCount: Int?
  /// [C, H, W].
  public let imageShape: [Int]
  public let trainCount: Int
  public let testCount: Int

  /// Reads the facts of a dataset file.
  ///
  /// Throws: `ArchiveError` naming the object, what was expected and what was found.
  public init(reading url: URL) throws {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    try self.init(file.root)
  }

  /// `59,907 of 60,000 images` when some are absent; nil for a complete dataset.
  public var coverage: String? { DatasetFile.coverage(trainCount + testCount, of: officialCount) }

  init(_ root: HDF5Group) throws {
    try DatasetFile.header.check(root)
    let shape = try root.dataset("train/images", shape: [nil, nil, nil, nil], letters: "[N, C, H, W]").shape
    imageShape = Array(shape.dropFirst())
    guard !imageShape.contains(0) else {
      throw ArchiveError(
        .wrongShape, file: root.file, object: "train/images", expected: "images with pixels", found: "\(shape)")
    }
    trainCount = shape[0]
    testCount = try root.dataset("test/images", shape: [nil] + imageShape, letters: "[N, C, H, W]").shape[0]
    name = try root.string("name")
    classes = try root.strings("classes")
    (mean, std) = try root.normalisation(channelCount: imageShape[0])
    source = try root.string("source")
    sha256 = try root.string("sha256")
    officialCount = try root.hasAttribute("official_count") ? Int(root.integer("official_count")) : nil
  }
}
