import CZlib
import Foundation

/// A checksum of the whole file, as a line of text behind the HDF5 content.
///
/// libhdf5 protects most of its structures but not the heap that texts lie in: one changed byte there can make it loop
/// for ever or write past its memory. So the bytes are checked before libhdf5 sees them. HDF5 readers ignore what
/// follows the content, and a program that changes the file cuts the line off; a file without it is read as it is.
enum HDF5Trailer {
  static let byteCount = 22

  /// `\nlethe crc32 89abcdef\n`.
  static func text(_ crc: UInt32) -> [UInt8] {
    let digits = String(crc, radix: 16)
    return Array("\nlethe crc32 \(String(repeating: "0", count: 8 - digits.count))\(digits)\n".utf8)
  }

  /// The trailer of a file's content.
  static func make(for content: UnsafeRawBufferPointer) -> [UInt8] {
    text(UInt32(crc32_z(0, content.baseAddress?.assumingMemoryBound(to: UInt8.self), content.count)))
  }

  /// Reads the file through and compares, where it has a trailer.
  ///
  /// Throws: `ArchiveError`: `corrupt` when a byte has changed, `truncated` when the trailer itself is cut.
  static func check(_ url: URL) throws {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.reading(url.path, errno: errno) }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    var tail = [UInt8](repeating: 0, count: byteCount)
    guard size >= byteCount, pread(descriptor, &tail, byteCount, off_t(size - byteCount)) == byteCount else { return }
    let marker = text(0).prefix(13)
    guard tail.starts(with: marker) else {
      // The last bytes may be the beginning of a trailer.
      if let start = (1..<byteCount).first(where: { tail[$0...].starts(with: marker.prefix(byteCount - $0)) }),
        byteCount - start >= 8
      {
        let whole = size - (byteCount - start) + byteCount
        throw ArchiveError(.truncated, file: url.path, expected: "\(whole) bytes", found: "\(size)")
      }
      return
    }
    lseek(descriptor, 0, SEEK_SET)
    var remaining = size - byteCount
    var crc = crc32_z(0, nil, 0)
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while remaining > 0 {
      let got = read(descriptor, &piece, min(piece.count, remaining))
      guard got > 0 else { throw ArchiveError.reading(url.path, errno: got < 0 ? errno : EIO) }
      crc = crc32_z(crc, piece, got)
      remaining -= got
    }
    guard tail == text(UInt32(crc)) else {
      throw ArchiveError(.corrupt, file: url.path, cause: "the checksum of the whole file does not match")
    }
  }
}
