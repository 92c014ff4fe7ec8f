import CHDF5
import Foundation

/// An HDF5 file opened for reading.
///
/// ```swift
/// let file = try HDF5File(reading: url)
/// let labels = try file.root.dataset("train/labels").read(as: Int64.self)
/// ```
/// Files are made by `HDF5File.write(to:_:)`. HDF5's own file locking is off: it fails on network file systems, and
/// files here are only ever replaced whole.
public final class HDF5File {
  /// The group that holds everything.
  public let root: HDF5Group
  let context: HDF5Context

  /// Opens a file.
  ///
  /// Throws: `ArchiveError`: absent, unreadable, not HDF5, cut short, damaged.
  public init(reading url: URL) throws {
    let path = url.path
    // libhdf5 words these cases poorly, so they are told apart first.
    if try FileBytes.prefix(1, of: url).isEmpty {
      throw ArchiveError(.notHDF5, file: path, expected: "an HDF5 signature", found: "an empty file")
    }
    try HDF5Trailer.check(url)
    let byteCount = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    let context = try HDF5Library.serialised {
      do {
        return try Self.openContext(path, byteCount: byteCount)
      } catch let failure as HDF5Failure {
        throw Self.openingError(failure, path: path, byteCount: byteCount)
      }
    }
    self.context = context
    root = try HDF5Group.root(of: context)
  }

  /// Closes the file now; objects in it can no longer be used. It also closes when the last of them goes.
  public func close() { context.close() }

  private static func openContext(_ path: String, byteCount: Int) throws -> HDF5Context {
    try HDF5Library.using(H5Pcreate(lethe_H5P_FILE_ACCESS()), H5Pclose) { access in
      try HDF5Library.checked(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG))
      try HDF5Library.checked(H5Pset_file_locking(access, false, true))
      let id = try HDF5Library.checked(H5Fopen(path, lethe_H5F_ACC_RDONLY(), access))
      return HDF5Context(identifier: id, file: path, byteCount: byteCount, isWriting: false)
    }
  }

  private static func openingError(_ failure: HDF5Failure, path: String, byteCount: Int) -> ArchiveError {
    guard H5Fis_hdf5(path) > 0 else {
      return ArchiveError(
        .notHDF5, file: path, expected: "an HDF5 signature", found: "\(byteCount) bytes without one")
    }
    if let stored = failure.number(after: "stored_eof"), stored > byteCount {
      return ArchiveError(.truncated, file: path, expected: "\(stored) bytes", found: "\(byteCount)")
    }
    return ArchiveError(.corrupt, file: path, cause: failure.reason)
  }
}
