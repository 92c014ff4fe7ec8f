import Archive
import Foundation

/// One official file, read whole: its digest as it lies on disk, and its content unpacked.
struct SourceFile {
  let url: URL
  /// The content, unpacked when the file starts as gzip or xz does, whatever its name.
  let content: [UInt8]
  /// SHA-256 of the file as it lies on disk.
  let sha256: String

  // Far above any dataset read here, far below what would exhaust a machine.
  private static let unpackedByteLimit = 4 << 30

  /// Throws: `ArchiveError` when it cannot be read, `ImportError` when it cannot be unpacked.
  init(_ url: URL) throws {
    self.url = url
    let bytes = try FileBytes.read(url)
    sha256 = SHA256.hex(of: bytes)
    do {
      if Deflate.isGzip(bytes) {
        content = try Deflate.gunzip(bytes, limit: Self.unpackedByteLimit)
      } else if XZ.isXZ(bytes) {
        content = try XZ.unpack(bytes, limit: Self.unpackedByteLimit)
      } else {
        content = bytes
      }
    } catch let fault as Deflate.Fault {
      throw ImportError(.badCompression, file: url.path, found: fault.description)
    } catch let fault as XZ.Fault {
      throw ImportError(.badCompression, file: url.path, found: fault.reason)
    }
  }

  /// The first of `names` that is a file in `folder`, each tried plain and compressed.
  static func find(_ names: [String], in folder: URL) -> URL? {
    for name in names {
      for suffix in ["", ".gz", ".xz"] {
        let url = folder.appendingPathComponent(name + suffix)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
          return url
        }
      }
    }
    return nil
  }

  /// One digest for several files: that of the lines `sha256sum FILES` prints, in this order.
  static func digest(_ files: [SourceFile]) -> String {
    SHA256.hex(of: files.map { "\($0.sha256)  \($0.url.lastPathComponent)\n" }.joined())
  }
}
