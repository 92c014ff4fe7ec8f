import Foundation

/// SHA-256, streaming.
///
/// ```swift
/// SHA256.hex(of: Array("abc".utf8))   // "ba7816bf…"
/// ```
/// Source: FIPS 180-4, section 6.2.
public struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var schedule = [UInt32](repeating: 0, count: 64)
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// A digest of nothing yet.
  public init() {}

  /// Takes in more bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = rest.prefix(64 - pending.count)
      pending.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard pending.count == 64 else { return }
      let block = pending
      block.withUnsafeBytes { compress($0.baseAddress!, blockCount: 1) }
      pending.removeAll(keepingCapacity: true)
    }
    let blockCount = rest.count / 64
    if blockCount > 0 { compress(UnsafeRawBufferPointer(rebasing: rest).baseAddress!, blockCount: blockCount) }
    pending.append(contentsOf: rest.dropFirst(64 * blockCount))
  }

  /// Takes in more bytes.
  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The digest, 32 bytes.
  public consuming func finish() -> [UInt8] {
    let bitCount = byteCount &* 8
    let paddingCount = (pending.count < 56 ? 56 : 120) - pending.count
    update([0x80] + [UInt8](repeating: 0, count: paddingCount - 1))
    update(withUnsafeBytes(of: bitCount.bigEndian) { Array($0) })
    return state.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
  }

  /// The digest of the bytes, in lower-case hexadecimal.
  public static func hex(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return hexadecimal(digest.finish())
  }

  /// The digest of a text's UTF-8, in lower-case hexadecimal.
  public static func hex(of text: String) -> String { hex(of: Array(text.utf8)) }

  /// The digest of a file, read in pieces of 1 MiB.
  ///
  /// Throws: `ArchiveError` when the file cannot be read.
  public static func hex(ofFile url: URL) throws -> String {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.reading(url.path, errno: errno) }
    defer { close(descriptor) }
    var digest = SHA256()
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let got = read(descriptor, &piece, piece.count)
      guard got >= 0 else { throw ArchiveError.reading(url.path, errno: errno) }
      if got == 0 { return hexadecimal(digest.finish()) }
      piece.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
    }
  }

  /// Two lower-case hexadecimal digits a byte.
  public static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  // Written with raw pointers, `while` and wrapping operators throughout: these stay fast in a debug build, where
  // array subscripts, ranges and checked arithmetic are function calls.
  private mutating func compress(_ blocks: UnsafeRawPointer, blockCount: Int) {
    state.withUnsafeMutableBufferPointer { state in
      schedule.withUnsafeMutableBufferPointer { schedule in
        Self.roundConstants.withUnsafeBufferPointer { constants in
          Self.compress(
            blocks, blockCount, state.baseAddress!, schedule.baseAddress!, constants.baseAddress!)
        }
      }
    }
  }

  private static func compress(
    _ blocks: UnsafeRawPointer, _ blockCount: Int, _ state: UnsafeMutablePointer<UInt32>,
    _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>
  ) {
    var source = blocks
    var remaining = blockCount
    while remaining > 0 {
      var t = 0
      while t < 16 {
        w[t] = UInt32(bigEndian: source.loadUnaligned(as: UInt32.self))
        source += 4
        t &+= 1
      }
      while t < 64 {
        let x = w[t &- 15]
        let y = w[t &- 2]
        let s0 = (x &>> 7 | x &<< 25) ^ (x &>> 18 | x &<< 14) ^ (x &>> 3)
        let s1 = (y &>> 17 | y &<< 15) ^ (y &>> 19 | y &<< 13) ^ (y &>> 10)
        w[t] = w[t &- 16] &+ s0 &+ w[t &- 7] &+ s1
        t &+= 1
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      t = 0
      while t < 64 {
        let s1 = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
        let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ k[t] &+ w[t]
        let s0 = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
        let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
        h = g
        g = f
        f = e
        e = d &+ t1
        d = c
        c = b
        b = a
        a = t1 &+ t2
        t &+= 1
      }
      state[0] &+= a
      state[1] &+= b
      state[2] &+= c
      state[3] &+= d
      state[4] &+= e
      state[5] &+= f
      state[6] &+= g
      state[7] &+= h
      remaining &-= 1
    }
  }

  /// Fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
