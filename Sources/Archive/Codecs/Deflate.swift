import CZlib

/// gzip and zlib streams, with a limit on what they may grow to.
public enum Deflate {
  /// What is wrong with a compressed stream.
  public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case truncated, damaged(String), trailingBytes(Int), tooLarge(limit: Int)

    public var description: String {
      switch self {
      case .truncated: "the compressed data ends too early"
      case .damaged(let reason): "the compressed data is damaged: \(reason)"
      case .trailingBytes(let count): "\(count) bytes follow the compressed data"
      case .tooLarge(let limit): "the data unpacks to more than \(limit) bytes"
      }
    }
  }

  /// True for data that starts as gzip does.
  public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// Unpacks gzip data; several members one after another are joined, as gzip does. CRC and length are checked.
  ///
  /// Throws: `Deflate.Fault`.
  public static func gunzip(_ bytes: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
    try inflate(bytes, windowBits: 15 + 16, limit: limit)
  }

  /// Unpacks a zlib stream (RFC 1950). The Adler checksum is checked.
  ///
  /// Throws: `Deflate.Fault`.
  public static func unpack(_ bytes: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
    try inflate(bytes, windowBits: 15, limit: limit)
  }

  /// Packs bytes as a zlib stream (RFC 1950).
  public static func pack(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
    deflate(bytes, windowBits: 15, level: level)
  }

  /// Packs bytes as gzip, without name and time, so that equal bytes give equal files.
  public static func gzip(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
    deflate(bytes, windowBits: 15 + 16, level: level)
  }

  /// CRC-32 as gzip and PNG use it.
  public static func crc32(_ bytes: [UInt8]) -> UInt32 {
    UInt32(CZlib.crc32_z(0, bytes, bytes.count))
  }

  private static func deflate(_ bytes: [UInt8], windowBits: Int32, level: Int) -> [UInt8] {
    var stream = z_stream()
    let status = deflateInit2_(
      &stream, Int32(level), Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib refuses level \(level)")
    defer { deflateEnd(&stream) }
    // zlib counts in 32 bits: feed and drain in pieces.
    var packed: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    bytes.withUnsafeBufferPointer { input in
      var position = 0
      var status = Z_OK
      while status != Z_STREAM_END {
        let taken = min(input.count - position, 1 << 24)
        let isLast = position + taken == input.count
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + position })
        stream.avail_in = UInt32(taken)
        position += taken
        repeat {
          status = piece.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            return CZlib.deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          }
          packed.append(contentsOf: piece[..<(piece.count - Int(stream.avail_out))])
        } while stream.avail_out == 0 && status != Z_STREAM_END
      }
    }
    return packed
  }

  private static func inflate(_ bytes: [UInt8], windowBits: Int32, limit: Int) throws(Fault) -> [UInt8] {
    var stream = z_stream()
    let status = inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start")
    defer { inflateEnd(&stream) }
    var unpacked: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    let fault: Fault? = bytes.withUnsafeBufferPointer { input in
      var position = 0
      var isWhole = false
      while position < input.count {
        if isWhole {
          // Only gzip joins members, and only something that looks like one.
          let isMember = windowBits > 15 && input[position...].starts(with: [0x1f, 0x8b])
          guard isMember, inflateReset(&stream) == Z_OK else { return .trailingBytes(input.count - position) }
          isWhole = false
        }
        let offered = min(input.count - position, 1 << 24)
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + position)
        stream.avail_in = UInt32(offered)
        repeat {
          let status = piece.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            return CZlib.inflate(&stream, Z_NO_FLUSH)
          }
          guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            return .damaged(stream.msg.map { String(cString: $0) } ?? "zlib status \(status)")
          }
          let got = piece.count - Int(stream.avail_out)
          guard unpacked.count + got <= limit else { return .tooLarge(limit: limit) }
          unpacked.append(contentsOf: piece[..<got])
          isWhole = status == Z_STREAM_END
        } while stream.avail_out == 0 && !isWhole
        position += offered - Int(stream.avail_in)
      }
      return isWhole ? nil : .truncated
    }
    if let fault { throw fault }
    return unpacked
  }
}
