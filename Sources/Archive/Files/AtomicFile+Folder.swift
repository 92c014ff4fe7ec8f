import Foundation

extension AtomicFile {
  /// Moves a finished folder into place, whole: a reader sees all of it or none.
  ///
  /// Every file and folder in `temporary` is flushed to disk first. `temporary` must lie on the same file system as
  /// `final`, best in the same parent folder. With `replacing`, an existing `final` is moved aside, and moved back
  /// if the new one cannot take its place.
  ///
  /// Throws: `ArchiveError`: `alreadyExists` when `final` exists and `replacing` is false; disk full, read-only.
  public static func publishDirectory(from temporary: URL, to final: URL, replacing: Bool = false) throws {
    try flushTree(temporary, describing: final)
    let parent = final.deletingLastPathComponent()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: final.path, isDirectory: &isFolder) else {
      try move(temporary, to: final)
      return try flushFolder(parent)
    }
    guard replacing else { throw ArchiveError(.alreadyExists, file: final.path) }
    let aside = temporaryName(beside: final)
    try move(final, to: aside)
    do {
      try move(temporary, to: final)
    } catch {
      rename(aside.path, final.path)
      throw error
    }
    try flushFolder(parent)
    try? FileManager.default.removeItem(at: aside)
  }

  private static func move(_ source: URL, to destination: URL) throws {
    guard rename(source.path, destination.path) == 0 else {
      // Another process may have published the same folder a moment ago.
      if errno == ENOTEMPTY || errno == EEXIST { throw ArchiveError(.alreadyExists, file: destination.path) }
      throw ArchiveError.writing(destination.path, errno: errno)
    }
  }

  private static func flushTree(_ folder: URL, describing final: URL) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw ArchiveError(
        .writeFailed, file: final.path, cause: "the finished folder \(folder.path) cannot be listed: \(error)")
    }
    for name in names {
      let entry = folder.appendingPathComponent(name)
      var status = stat()
      guard lstat(entry.path, &status) == 0 else { throw ArchiveError.writing(final.path, errno: errno) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try flushTree(entry, describing: final)
      case S_IFREG: try flush(entry, describing: final)
      default: break  // a link has no bytes of its own; its name is flushed with the folder
      }
    }
    try flushFolder(folder)
  }
}
