/// An array of bytes in the IDX format of MNIST.
///
/// Source: http://yann.lecun.com/exdb/mnist/: two zero bytes, a type (8: unsigned byte), the number of axes, one
/// big-endian 32-bit length an axis, then the values, row-major.
public struct IDX: Hashable, Sendable {
  /// Length of every axis.
  public let shape: [Int]
  /// As many bytes as the product of `shape`.
  public let values: [UInt8]

  /// Reads an array of `rank` axes from a file's (unpacked) content; `file` is its name in errors.
  ///
  /// Throws: `ImportError`: `badHeader`, `truncated`, `trailingBytes`.
  public init(_ content: [UInt8], rank: Int, file: String) throws {
    let headerBytes = 4 + 4 * rank
    let expected = "IDX of unsigned bytes with \(rank) \(rank == 1 ? "axis" : "axes") (magic \(0x800 + rank))"
    guard content.count >= 4 else {
      throw ImportError(.truncated, file: file, expected: expected, found: "\(content.count) bytes")
    }
    let magic = Self.bigEndian(content, at: 0)
    guard magic == 0x800 + rank else {
      throw ImportError(.badHeader, file: file, expected: expected, found: "magic \(magic)")
    }
    guard content.count >= headerBytes else {
      throw ImportError(
        .truncated, file: file, expected: "a header of \(headerBytes) bytes", found: "\(content.count) bytes")
    }
    let shape = (0..<rank).map { Self.bigEndian(content, at: 4 + 4 * $0) }
    var byteCount = headerBytes
    var isPossible = true
    let product = shape.reduce(1) { total, length in
      let (value, overflow) = total.multipliedReportingOverflow(by: length)
      isPossible = isPossible && !overflow && value < 1 << 60
      return overflow ? 0 : value
    }
    byteCount += isPossible ? product : 0
    guard isPossible, content.count >= byteCount else {
      throw ImportError(
        .truncated, file: file, expected: isPossible ? "\(byteCount) bytes for shape \(shape)" : "a possible shape",
        found: isPossible ? "\(content.count)" : "\(shape)")
    }
    guard content.count == byteCount else {
      throw ImportError(
        .trailingBytes, file: file, expected: "\(byteCount) bytes for shape \(shape)", found: "\(content.count)")
    }
    self.shape = shape
    values = Array(content[headerBytes...])
  }

  private static func bigEndian(_ bytes: [UInt8], at position: Int) -> Int {
    bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
