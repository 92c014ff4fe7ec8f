import Archive
import Testing

@Suite("Deflate") struct DeflateTests {
  // Runs and noise, longer than one window.
  static let sample: [UInt8] = {
    var state: UInt32 = 1
    return (0..<300_000).map { position in
      state = state &* 1_664_525 &+ 1_013_904_223
      return position % 1000 < 600 ? 7 : UInt8(state >> 24)
    }
  }()

  @Test("gzip and zlib streams come back", arguments: [0, 1, 5, 100_000, 300_000])
  func roundTrip(count: Int) throws {
    let bytes = Array(Self.sample.prefix(count))
    #expect(try Deflate.gunzip(Deflate.gzip(bytes), limit: count) == bytes)
    #expect(try Deflate.unpack(Deflate.pack(bytes), limit: count) == bytes)
  }

  @Test("a file made by gzip is read")
  func knownGzip() throws {
    // printf hello | gzip -n
    let file: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x86, 0xa6,
      0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
    ]
    #expect(try Deflate.gunzip(file, limit: 5) == Array("hello".utf8))
    #expect(try Deflate.gunzip(file + file, limit: 10) == Array("hellohello".utf8))
    #expect(Deflate.isGzip(file))
  }

  @Test("the limit holds to the byte")
  func limit() {
    let packed = Deflate.gzip(Self.sample)
    #expect(throws: Deflate.Fault.tooLarge(limit: 299_999)) { try Deflate.gunzip(packed, limit: 299_999) }
  }

  @Test("a cut stream is an error, wherever it is cut")
  func truncated() {
    let packed = Deflate.gzip(Array(Self.sample.prefix(2000)))
    for count in stride(from: 0, to: packed.count, by: 7) {
      #expect(throws: Deflate.Fault.truncated) { try Deflate.gunzip(Array(packed.prefix(count)), limit: 1 << 20) }
    }
  }

  @Test("damage and trailing bytes are errors")
  func damaged() {
    var packed = Deflate.gzip(Self.sample)
    #expect(throws: Deflate.Fault.trailingBytes(3)) { try Deflate.gunzip(packed + [1, 2, 3], limit: 1 << 20) }
    #expect(throws: Deflate.Fault.trailingBytes(1)) { try Deflate.unpack(Deflate.pack([1]) + [0], limit: 9) }
    packed[packed.count - 6] ^= 1  // the stored CRC
    #expect(throws: Deflate.Fault.damaged("incorrect data check")) { try Deflate.gunzip(packed, limit: 1 << 20) }
    #expect(throws: Deflate.Fault.damaged("incorrect header check")) { try Deflate.gunzip([1, 2, 3, 4], limit: 9) }
  }

  @Test("CRC-32 of the check string")
  func crc() { #expect(Deflate.crc32(Array("123456789".utf8)) == 0xcbf4_3926) }

  @Test(
    "wording",
    arguments: [
      (Deflate.Fault.truncated, "the compressed data ends too early"),
      (.damaged("x"), "the compressed data is damaged: x"),
      (.trailingBytes(3), "3 bytes follow the compressed data"),
      (.tooLarge(limit: 9), "the data unpacks to more than 9 bytes"),
    ])
  func wording(fault: Deflate.Fault, text: String) { #expect(fault.description == text) }
}
