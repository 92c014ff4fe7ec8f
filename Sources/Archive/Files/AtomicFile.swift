import Foundation

/// Files that appear whole or not at all.
///
/// The content goes to a temporary name in the destination's own folder, is flushed to disk, and is renamed over
/// the destination; then the folder is flushed, so that the rename itself survives a power cut. Whatever fails on
/// the way, the destination keeps its earlier content and the temporary file is removed.
public enum AtomicFile {
  /// Lets `body` write a file at a temporary URL, then moves it to `destination`.
  ///
  /// Throws: what `body` throws; `ArchiveError` when the file cannot be flushed or renamed, or was not written.
  public static func write(to destination: URL, _ body: (_ temporary: URL) throws -> Void) throws {
    // A symbolic link stays a link: the file it points at is replaced.
    let destination = destination.resolvingSymlinksInPath()
    let temporary = temporaryName(beside: destination)
    do {
      try body(temporary)
      try flush(temporary, describing: destination)
      guard rename(temporary.path, destination.path) == 0 else {
        throw ArchiveError.writing(destination.path, errno: errno)
      }
    } catch {
      unlink(temporary.path)
      throw error
    }
    try flushFolder(destination.deletingLastPathComponent())
  }

  /// Writes bytes.
  ///
  /// Throws: `ArchiveError` (read-only folder, full disk, missing folder); the earlier file stays.
  public static func write(_ bytes: UnsafeRawBufferPointer, to destination: URL) throws {
    try write([bytes], to: destination)
  }

  /// Writes several runs of bytes one after another.
  static func write(_ runs: [UnsafeRawBufferPointer], to destination: URL) throws {
    try write(to: destination) { temporary in
      let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw ArchiveError.writing(destination.path, errno: errno) }
      var failure: Int32?
      for run in runs where failure == nil { failure = FileBytes.write(run, to: descriptor) }
      // Network file systems may report a full disk only when the file is closed.
      let closing = close(descriptor) == 0 ? nil : errno
      if let code = failure ?? closing { throw ArchiveError.writing(destination.path, errno: code) }
    }
  }

  /// Writes bytes; see `write(_:to:)` on a raw buffer.
  public static func write(_ bytes: [UInt8], to destination: URL) throws {
    try bytes.withUnsafeBytes { try write($0, to: destination) }
  }

  /// Writes data; see `write(_:to:)` on a raw buffer.
  public static func write(_ data: Data, to destination: URL) throws {
    try data.withUnsafeBytes { try write($0, to: destination) }
  }

  /// Writes text as UTF-8; see `write(_:to:)` on a raw buffer.
  public static func write(_ text: String, to destination: URL) throws {
    try write(Array(text.utf8), to: destination)
  }

  /// A name in the same folder that no other process uses: renaming is atomic only within a file system.
  static func temporaryName(beside destination: URL) -> URL {
    destination.deletingLastPathComponent().appendingPathComponent(".lethe-\(UUID().uuidString).tmp")
  }

  /// Flushes a written file's bytes to the disk.
  static func flush(_ file: URL, describing destination: URL) throws {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.writing(destination.path, errno: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ArchiveError.writing(destination.path, errno: errno) }
  }

  /// Flushes a folder, so that the names in it are on disk.
  static func flushFolder(_ folder: URL) throws {
    let path = folder.path.isEmpty ? "." : folder.path
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.writing(path, errno: errno) }
    defer { close(descriptor) }
    // Some file systems cannot flush a folder and say so; their rename is as durable as they make it.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw ArchiveError.writing(path, errno: errno)
    }
  }
}
