import Foundation

/// Whole files as byte arrays, with errors that say what the operating system said.
public enum FileBytes {
  /// The content of a file.
  ///
  /// Throws: `ArchiveError` when the file is absent, a folder, or cannot be read.
  public static func read(_ url: URL) throws -> [UInt8] {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.reading(url.path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ArchiveError.reading(url.path, errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw ArchiveError(.isFolder, file: url.path) }
    let size = Int(status.st_size)
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Foundation.read(descriptor, buffer.baseAddress! + count, size - count)
        if got > 0 { count += got } else if got == 0 { break } else if errno != EINTR { failure = errno; break }
      }
    }
    if let failure { throw ArchiveError.reading(url.path, errno: failure) }
    return bytes
  }

  /// The first `count` bytes of a file, or all of a shorter one: enough to tell formats apart by content.
  ///
  /// Throws: as `read(_:)`.
  public static func prefix(_ count: Int, of url: URL) throws -> [UInt8] {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.reading(url.path, errno: errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = Foundation.read(descriptor, &bytes, count)
    guard got >= 0 else { throw ArchiveError.reading(url.path, errno: errno) }
    return Array(bytes[..<got])
  }

  /// Writes all bytes to an open descriptor; the failing call's errno, or nil.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var done = 0
    while done < bytes.count {
      let put = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if put >= 0 { done += put } else if errno != EINTR { return errno }
    }
    return nil
  }
}
