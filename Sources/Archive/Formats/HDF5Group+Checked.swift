// Checked access, shared by the formats: what is expected is said once, and every mismatch names the object.

extension HDF5Group {
  /// The dataset at `name`, whose shape must match: nil stands for any length.
  func dataset(_ name: String, shape: [Int?], letters: String) throws -> HDF5Dataset {
    let dataset = try dataset(name)
    let matches =
      dataset.shape.count == shape.count
      && zip(dataset.shape, shape).allSatisfy { found, expected in expected == nil || expected == found }
    guard matches else {
      let lengths = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      throw ArchiveError(
        .wrongShape, file: file, object: dataset.path, expected: "\(letters) = [\(lengths)]",
        found: "\(dataset.shape)")
    }
    return dataset
  }

  /// Int64 values [N] of any stored integer type.
  func int64Column(_ name: String, count: Int? = nil) throws -> [Int64] {
    try dataset(name, shape: [count], letters: "[N]").read(as: Int64.self)
  }

  /// Labels [N], each in 0..<classCount.
  func labelColumn(_ name: String, count: Int, classCount: Int) throws -> [Int64] {
    let labels = try int64Column(name, count: count)
    try Self.checkRange(labels, 0..<Int64(classCount), file: file, object: path(of: name), what: "labels")
    return labels
  }

  /// Throws `wrongValue` when a value lies outside `range`.
  static func checkRange(
    _ values: [Int64], _ range: Range<Int64>, file: String, object: String, what: String
  ) throws {
    guard let position = values.firstIndex(where: { !range.contains($0) }) else { return }
    throw ArchiveError(
      .wrongValue, file: file, object: object,
      expected: "\(what) from \(range.lowerBound) to \(range.upperBound - 1)",
      found: "\(values[position]) at position \(position)")
  }

  /// Labels as uint8 when every class has room there, as int64 otherwise.
  func createLabels(_ name: String, _ labels: [Int64], classCount: Int) throws {
    try createDataset(
      name, labels, shape: [labels.count], stored: classCount <= 256 ? .uint8 : .int64, storage: .compressed)
  }

  /// Int64 positions [N].
  func createPositions(_ name: String, _ positions: [Int64]) throws -> HDF5Dataset {
    try createDataset(name, positions, shape: [positions.count], storage: .compressed)
  }
}
