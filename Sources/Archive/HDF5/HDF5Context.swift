import CHDF5
import Foundation

/// An open HDF5 file: what every object in it shares.
///
/// Objects keep their context alive, so a file is closed when the last of them goes, or at once by `close()`.
final class HDF5Context {
  /// Path as the caller gave it, for errors.
  let file: String
  /// Size on disk when opened for reading; 0 for a file being made.
  let byteCount: Int
  let isWriting: Bool
  private let identifier: hid_t
  private(set) var isOpen = true

  init(identifier: hid_t, file: String, byteCount: Int, isWriting: Bool) {
    self.identifier = identifier
    self.file = file
    self.byteCount = byteCount
    self.isWriting = isWriting
  }

  deinit { close() }

  var id: hid_t {
    precondition(isOpen, "HDF5 file \(file) used after it was closed")
    return identifier
  }

  /// Closes the file and, because it is opened with the strong close degree, every object in it.
  func close() {
    HDF5Library.serialised {
      guard isOpen else { return }
      isOpen = false
      _ = H5Fclose(identifier)
    }
  }

  /// Runs `body` with libhdf5 to itself; a failure becomes an `ArchiveError` about `object`.
  func attempt<Value>(_ object: String?, _ body: () throws -> Value) throws -> Value {
    precondition(isOpen, "HDF5 file \(file) used after it was closed")
    return try HDF5Library.serialised {
      do {
        return try body()
      } catch let failure as HDF5Failure {
        throw ArchiveError(isWriting ? .writeFailed : .corrupt, file: file, object: object, cause: failure.reason)
      }
    }
  }
}

/// An open object inside a file, released when nobody holds it. It has nothing to offer outside this module.
public final class HDF5Handle {
  let id: hid_t
  let context: HDF5Context
  private let release: (hid_t) -> herr_t

  init(_ id: hid_t, in context: HDF5Context, release: @escaping (hid_t) -> herr_t) {
    self.id = id
    self.context = context
    self.release = release
  }

  deinit {
    HDF5Library.serialised {
      // A closed file has released its objects, and their numbers may belong to others by now.
      if context.isOpen { _ = release(id) }
    }
  }
}
