import Archive
import Foundation
import Testing

@Suite("SHA-256") struct SHA256Tests {
  // FIPS 180-4 examples, and the empty message.
  @Test(
    "published vectors",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func vectors(message: String, digest: String) { #expect(SHA256.hex(of: message) == digest) }

  @Test("pieces of any size give the digest of the whole", arguments: [1, 3, 63, 64, 65, 127, 128, 200])
  func streaming(size: Int) {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var digest = SHA256()
    for start in stride(from: 0, to: message.count, by: size) {
      digest.update(Array(message[start..<min(start + size, message.count)]))
    }
    #expect(SHA256.hexadecimal(digest.finish()) == SHA256.hex(of: message))
  }

  @Test("lengths around the padding boundary are told apart")
  func boundaries() {
    let digests = (50...130).map { SHA256.hex(of: [UInt8](repeating: 0, count: $0)) }
    #expect(Set(digests).count == digests.count)
    // sha256sum of 64 zero bytes.
    #expect(digests[14] == "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b")
  }

  @Test("a file's digest is its content's")
  func file() throws {
    let folder = try TemporaryFolder()
    let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
    try AtomicFile.write(content, to: folder("a"))
    #expect(try SHA256.hex(ofFile: folder("a")) == SHA256.hex(of: content))
    #expect(throws: ArchiveError.self) { try SHA256.hex(ofFile: folder("absent")) }
    #expect(throws: ArchiveError.self) { try SHA256.hex(ofFile: folder.url) }
  }
}
