/// What every file of ours says about itself: two root attributes, `format` and `format_version`.
struct FormatHeader {
  /// `lethe.dataset`, `lethe.checkpoint`, …
  let format: String
  /// The newest version this program reads, and the one it writes.
  let version: Int

  func write(to root: HDF5Group) throws {
    try root.setAttribute("format", format)
    try root.setAttribute("format_version", version)
  }

  /// Throws: `ArchiveError`: `notOurs` for another or no format, `newerVersion`.
  func check(_ root: HDF5Group) throws {
    let found = try root.attributeIfPresent("format")
    guard found == .text(format) else {
      throw ArchiveError(
        .notOurs, file: root.file, object: "attribute format", expected: "'\(format)'",
        found: found.map { $0.text.map { "'\($0)'" } ?? "\($0)" } ?? "no such attribute")
    }
    let foundVersion = try root.integer("format_version")
    guard foundVersion <= version else {
      throw ArchiveError(
        .newerVersion, file: root.file, object: "attribute format_version", expected: "at most \(version)",
        found: "\(foundVersion)")
    }
    guard foundVersion >= 1 else {
      throw ArchiveError(
        .wrongValue, file: root.file, object: "attribute format_version", expected: "1 or more",
        found: "\(foundVersion)")
    }
  }
}
