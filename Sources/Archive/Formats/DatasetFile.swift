/// Labelled images, ready for training: what an importer or generator makes and `lethe data` writes.
///
/// On disk (HDF5): root attributes `format="lethe.dataset"`, `format_version`, `name`, `classes`, `mean`, `std`,
/// `source`, `sha256`, optionally `official_count` and others; groups `train` and `test`, each with `images` uint8
/// [N, C, H, W], `labels` uint8 or int64 [N], `index` int64 [N] and any further int64 arrays [N].
public struct DatasetFile: Hashable, Sendable {
  /// The training or the test part.
  public struct Split: Hashable, Sendable {
    /// Pixels 0…255, row-major [N, C, H, W].
    public var images: [UInt8]
    /// [N, C, H, W].
    public var shape: [Int]
    /// Class of each image, 0..<K.
    public var labels: [Int64]
    /// Position of each image in the official file.
    public var index: [Int64]
    /// Further values, one an image (`wrong_label`).
    public var extras: [String: [Int64]]

    /// A part from its arrays; `index` counts from 0 when left out.
    ///
    /// Shapes: images [N, C, H, W], labels [N], index [N], each extra [N]
    public init(
      images: [UInt8], shape: [Int], labels: [Int64], index: [Int64]? = nil, extras: [String: [Int64]] = [:]
    ) {
      precondition(shape.count == 4, "images of shape \(shape), not [N, C, H, W]")
      precondition(images.count == shape.reduce(1, *), "\(images.count) pixels for shape \(shape)")
      let index = index ?? (0..<shape[0]).map { Int64($0) }
      precondition(labels.count == shape[0], "\(labels.count) labels for \(shape[0]) images")
      precondition(index.count == shape[0], "\(index.count) index entries for \(shape[0]) images")
      for (name, values) in extras {
        precondition(values.count == shape[0], "\(values.count) values of \(name) for \(shape[0]) images")
      }
      self.images = images
      self.shape = shape
      self.labels = labels
      self.index = index
      self.extras = extras
    }

    /// Number of images.
    public var count: Int { shape[0] }
  }

  /// The dataset's name (`mnist`).
  public var name: String
  /// Names of the classes, in label order.
  public var classes: [String]
  /// Mean of each channel of the training pixels, as [0, 1].
  public var mean: [Float]
  /// Standard deviation of each channel of the training pixels, as [0, 1].
  public var std: [Float]
  /// Where the images come from, in words.
  public var source: String
  /// Digest of the source files, in hexadecimal.
  public var sha256: String
  /// Number of images the complete dataset has, where some may be absent.
  public var officialCount: Int?
  /// Further facts (a generator's seed and parameters).
  public var attributes: [String: AttributeValue]
  /// Images to learn from.
  public var train: Split
  /// Images to be judged on.
  public var test: Split

  /// A dataset from its parts.
  ///
  /// Shapes: mean [C], std [C]
  public init(
    name: String, classes: [String], mean: [Float], std: [Float], source: String, sha256: String,
    officialCount: Int? = nil, attributes: [String: AttributeValue] = [:], train: Split, test: Split
  ) {
    precondition(train.shape.dropFirst() == test.shape.dropFirst(), "images of \(train.shape) and \(test.shape)")
    precondition(
      mean.count == train.shape[1] && std.count == train.shape[1],
      "mean \(mean), std \(std) for \(train.shape[1]) channels")
    self.name = name
    self.classes = classes
    self.mean = mean
    self.std = std
    self.source = source
    self.sha256 = sha256
    self.officialCount = officialCount
    self.attributes = attributes
    self.train = train
    self.test = test
  }

  /// `59,907 of 60,000 images` when some are absent; nil for a complete dataset.
  public var coverage: String? { Self.coverage(train.count + test.count, of: officialCount) }

  static func coverage(_ count: Int, of officialCount: Int?) -> String? {
    guard let officialCount, officialCount != count else { return nil }
    return "\(grouped(count)) of \(grouped(officialCount)) images"
  }

  /// Thousands set off by commas, whatever the locale.
  private static func grouped(_ count: Int) -> String {
    var digits = Array(String(count))
    for position in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: position) }
    return String(digits)
  }
}
