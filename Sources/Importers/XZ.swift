import CLZMA

/// .xz files.
enum XZ {
  /// True for data that starts as .xz does.
  static func isXZ(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) }

  /// What is wrong with a stream.
  struct Fault: Error {
    let reason: String
  }

  /// Unpacks .xz data; several streams one after another are joined, as xz does. Checksums are checked.
  ///
  /// Throws: `XZ.Fault`.
  static func unpack(_ bytes: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
    var stream = lzma_stream()
    guard lzma_stream_decoder(&stream, UInt64.max, lethe_LZMA_CONCATENATED()) == LZMA_OK else {
      throw Fault(reason: "liblzma cannot start")
    }
    defer { lzma_end(&stream) }
    var unpacked: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    let fault: Fault? = bytes.withUnsafeBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = input.count
      while true {
        let status = piece.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = output.count
          return lzma_code(&stream, LZMA_FINISH)
        }
        let got = piece.count - stream.avail_out
        guard unpacked.count + got <= limit else { return Fault(reason: "it unpacks to more than \(limit) bytes") }
        unpacked.append(contentsOf: piece[..<got])
        switch status {
        case LZMA_OK: continue
        case LZMA_STREAM_END: return nil
        case LZMA_BUF_ERROR: return Fault(reason: "the compressed data ends too early")
        case LZMA_DATA_ERROR: return Fault(reason: "the compressed data is damaged")
        case LZMA_FORMAT_ERROR: return Fault(reason: "something else follows the compressed data")
        default: return Fault(reason: "liblzma status \(status.rawValue)")
        }
      }
    }
    if let fault { throw fault }
    return unpacked
  }
}
