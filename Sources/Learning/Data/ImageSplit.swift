/// Images and labels of one part of a dataset, as they lie on disk.
public final class ImageSplit: Sendable {
  /// `train` or `test`: the group of the dataset file.
  public let name: String
  public let shape: ImageShape
  /// [N, C, H, W], 8 bits a value.
  public let pixels: [UInt8]
  public let labels: [Int32]
  /// Position of each image in the official file.
  public let index: [Int64]

  /// Takes over arrays whose sizes agree.
  ///
  /// Throws:    `LearningError.inconsistentData` when the arrays' lengths do not agree or a label is not in
  ///            0..<classCount
  public init(
    name: String, shape: ImageShape, pixels: [UInt8], labels: [Int32], index: [Int64]? = nil, classCount: Int
  ) throws {
    guard pixels.count == labels.count * shape.count else {
      throw LearningError.inconsistentData(
        split: name,
        detail: "\(pixels.count) pixel values for \(labels.count) labels of \(shape) images")
    }
    let index = index ?? (0..<labels.count).map(Int64.init)
    guard index.count == labels.count else {
      throw LearningError.inconsistentData(
        split: name, detail: "\(index.count) file positions for \(labels.count) labels")
    }
    if let bad = labels.first(where: { $0 < 0 || $0 >= classCount }) {
      throw LearningError.inconsistentData(split: name, detail: "label \(bad) in a dataset of \(classCount) classes")
    }
    self.name = name
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
    self.index = index
  }

  public var count: Int { labels.count }

  /// All samples in the order of the file.
  public func whole() -> Subset { Subset(split: self, positions: Array(0..<count)) }
}
