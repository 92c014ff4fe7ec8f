import Archive
import Foundation

/// The one door through which this module writes files.
enum ResultFile {
  /// Writes a file atomically, making its folder where that does not exist.
  ///
  /// Throws:    `ArchiveError` (read-only folder, full disk); the earlier file stays
  static func write(_ data: Data, to file: URL) throws {
    try makeFolder(file.deletingLastPathComponent())
    try AtomicFile.write(data, to: file)
  }

  static func write(_ text: String, to file: URL) throws {
    try write(Data(text.utf8), to: file)
  }

  /// Makes a folder and those above it.
  ///
  /// Throws:    `ArchiveError`
  static func makeFolder(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      let problem: ArchiveError.Problem =
        switch (error as? CocoaError)?.code {
        case .fileWriteOutOfSpace: .diskFull
        case .fileWriteNoPermission, .fileWriteVolumeReadOnly: .readOnly
        default: .writeFailed
        }
      throw ArchiveError(problem, file: folder.path, cause: error.localizedDescription)
    }
  }
}
