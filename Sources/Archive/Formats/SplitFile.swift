import Foundation

/// Which images a cell used for what: positions in a dataset file, so that anyone can recompute a number.
///
/// On disk (HDF5): root attributes `format="lethe.split"`, `format_version` and any others; one int64 array [N] a
/// part (`forget`, `retain`, `validation`, `test`, `calibration`), whose attribute `group` says whether the
/// positions count in the dataset's `train` or `test`.
public struct SplitFile: Hashable, Sendable {
  /// The part of the dataset that positions count in.
  public enum Group: String, CaseIterable, Sendable { case train, test }

  /// One named set of images.
  public struct Part: Hashable, Sendable {
    /// `forget`, `retain`, …
    public var name: String
    /// Where the positions count.
    public var group: Group
    /// Positions in `group`, from 0.
    public var positions: [Int64]

    /// A part from its facts.
    public init(name: String, group: Group, positions: [Int64]) {
      self.name = name
      self.group = group
      self.positions = positions
    }
  }

  /// The parts in order.
  public var parts: [Part]
  /// Further facts (the dataset's digest, the cell).
  public var attributes: [String: AttributeValue]

  /// A split from its parts.
  public init(parts: [Part], attributes: [String: AttributeValue] = [:]) {
    self.parts = parts
    self.attributes = attributes
  }

  /// The part of a name.
  public subscript(name: String) -> Part? { parts.first { $0.name == name } }

  static let header = FormatHeader(format: "lethe.split", version: 1)

  /// Writes the file whole or not at all; equal splits give equal bytes.
  ///
  /// Throws: `ArchiveError` (a name that comes twice, disk full, read-only); an earlier file then stays.
  public func write(to url: URL) throws {
    try HDF5File.write(to: url) { root in
      try Self.header.write(to: root)
      try root.setAttributes(attributes)
      for part in parts {
        let dataset = try root.createPositions(part.name, part.positions)
        try dataset.setAttribute("group", part.group.rawValue)
      }
    }
  }

  /// Reads a split; positions are never negative.
  ///
  /// Throws: `ArchiveError` naming the object, what was expected and what was found.
  public init(reading url: URL) throws {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    let root = file.root
    try Self.header.check(root)
    parts = try root.names.map { name in
      let dataset = try root.dataset(name, shape: [nil], letters: "[N]")
      let groupName = try dataset.string("group")
      guard let group = Group(rawValue: groupName) else {
        throw ArchiveError(
          .wrongValue, file: url.path, object: "\(name), attribute group", expected: "'train' or 'test'",
          found: "'\(groupName)'")
      }
      let positions = try dataset.read(as: Int64.self)
      try HDF5Group.checkRange(positions, 0..<Int64.max, file: url.path, object: name, what: "positions")
      return Part(name: name, group: group, positions: positions)
    }
    attributes = try root.attributes(except: ["format", "format_version"])
  }
}
