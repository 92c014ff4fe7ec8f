import Foundation

/// A writer of 8-bit grey and RGB pictures; no other program is needed for the picture grids of a report.
///
/// Source: PNG specification (third edition), sections 5, 9 and 11.
public enum PNG {
  /// The file's bytes; equal pixels give equal bytes.
  ///
  /// Shapes: pixels [height, width] for grey, [height, width, 3] for RGB, row-major
  /// Range:  0 black … 255 white
  public static func encode(_ pixels: [UInt8], width: Int, height: Int, channels: Int) -> [UInt8] {
    precondition(channels == 1 || channels == 3, "\(channels) channels; a PNG here has 1 or 3")
    precondition(width > 0 && height > 0, "a picture of \(width) by \(height)")
    precondition(pixels.count == width * height * channels, "\(pixels.count) bytes for \(width)x\(height)x\(channels)")
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    let header = bigEndian(width) + bigEndian(height) + [8, channels == 1 ? 0 : 2, 0, 0, 0]
    // Every row starts with its filter; 0 is none, which is as good as any for small pictures.
    let rowBytes = width * channels
    var rows = [UInt8](repeating: 0, count: height * (rowBytes + 1))
    for row in 0..<height {
      let start = row * (rowBytes + 1) + 1
      rows.replaceSubrange(start..<start + rowBytes, with: pixels[row * rowBytes..<(row + 1) * rowBytes])
    }
    return signature + chunk("IHDR", header) + chunk("IDAT", Deflate.pack(rows, level: 9)) + chunk("IEND", [])
  }

  /// Writes a picture, whole or not at all.
  ///
  /// Shapes: as `encode`
  /// Throws: `ArchiveError` when the file cannot be written.
  public static func write(_ pixels: [UInt8], width: Int, height: Int, channels: Int, to url: URL) throws {
    try AtomicFile.write(encode(pixels, width: width, height: height, channels: channels), to: url)
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bigEndian(content.count) + body + bigEndian(Int(Deflate.crc32(body)))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) }
  }
}
