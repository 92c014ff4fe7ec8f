import Foundation

extension Checkpoint {
  static let header = FormatHeader(format: "lethe.checkpoint", version: 1)

  /// Writes the file whole or not at all; equal checkpoints give equal bytes.
  ///
  /// Throws: `ArchiveError` (disk full, read-only, a name with '/'); an earlier file then stays.
  public func write(to url: URL) throws {
    try HDF5File.write(to: url) { root in
      try Self.header.write(to: root)
      try root.setAttribute("architecture", architecture)
      try root.setAttribute("class_count", classCount)
      try root.setAttribute("cell_id", cellID)
      try root.setAttribute("created_by", createdBy)
      try root.setAttribute("mean", mean)
      try root.setAttribute("std", std)
      try Self.write(stateDict, to: root.createGroup("state_dict"))
      if let optimizer { try Self.write(optimizer, to: root.createGroup("optimizer")) }
      if let random { try root.createGroup("random").setAttributes(random) }
      if let progress { try root.createGroup("progress").setAttributes(progress) }
    }
  }

  /// Reads a checkpoint.
  ///
  /// Throws: `ArchiveError` naming the object, what was expected and what was found. Whether the arrays fit a network
  /// is for the network to say.
  public init(reading url: URL) throws {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    let root = file.root
    try Self.header.check(root)
    let classCount = try root.integer("class_count")
    guard (1...1 << 24).contains(classCount) else {
      throw ArchiveError(
        .wrongValue, file: url.path, object: "attribute class_count", expected: "1 or more", found: "\(classCount)")
    }
    let (mean, std) = try root.normalisation(channelCount: nil)
    self.init(
      architecture: try root.string("architecture"), classCount: Int(classCount),
      cellID: try root.string("cell_id"), createdBy: try root.string("created_by"), mean: mean, std: std,
      stateDict: try Self.readStateDict(root.group("state_dict")),
      optimizer: try root.groupIfPresent("optimizer").map { try Self.readStateDict($0) },
      random: try root.groupIfPresent("random").map { try $0.attributes(except: []) },
      progress: try root.groupIfPresent("progress").map { try $0.attributes(except: []) })
  }

  private static func write(_ stateDict: StateDict, to group: HDF5Group) throws {
    for entry in stateDict {
      switch entry.array.values {
      case .float32(let values): try group.createDataset(entry.name, values, shape: entry.array.shape)
      case .int64(let values): try group.createDataset(entry.name, values, shape: entry.array.shape)
      }
    }
  }

  private static func readStateDict(_ group: HDF5Group) throws -> StateDict {
    var stateDict = StateDict()
    for name in try group.names {
      let dataset = try group.dataset(name)
      switch dataset.elementType {
      case .float32: stateDict[name] = StateArray(try dataset.read(as: Float.self), shape: dataset.shape)
      case .int64: stateDict[name] = StateArray(integers: try dataset.read(as: Int64.self), shape: dataset.shape)
      default:
        throw ArchiveError(
          .wrongType, file: group.file, object: dataset.path, expected: "float32 or int64",
          found: "\(dataset.elementType)")
      }
    }
    return stateDict
  }
}

extension HDF5Group {
  /// The attributes `mean` and `std`: one positive, finite deviation a channel.
  func normalisation(channelCount: Int?) throws -> (mean: [Float], std: [Float]) {
    let mean = try numbers("mean")
    let std = try numbers("std")
    for (name, values) in [("mean", mean), ("std", std)] {
      let expected = channelCount ?? mean.count
      guard values.count == expected else {
        throw ArchiveError(
          .wrongShape, file: file, object: "attribute \(name)", expected: "\(expected) channels",
          found: "\(values.count)")
      }
    }
    guard mean.allSatisfy(\.isFinite), std.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw ArchiveError(
        .wrongValue, file: file, object: "attributes mean, std", expected: "finite means and positive deviations",
        found: "\(mean), \(std)")
    }
    return (mean.map { Float($0) }, std.map { Float($0) })
  }
}
