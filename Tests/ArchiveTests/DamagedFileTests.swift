import Foundation
import Testing

@testable import Archive

@Suite("Damaged files") struct DamagedFileTests {
  let folder: TemporaryFolder
  let whole: [UInt8]
  let url: URL

  init() throws {
    folder = try TemporaryFolder()
    url = folder("a.h5")
    try Checkpoint(
      architecture: "net", classCount: 2, createdBy: "test", mean: [0.5], std: [0.5],
      stateDict: [
        "fc.weight": StateArray((0..<600).map { Float($0) }, shape: [2, 300]),
        "steps": StateArray(integers: [3], shape: []),
      ]
    ).write(to: url)
    whole = try FileBytes.read(url)
  }

  func problem(of bytes: [UInt8]) throws -> ArchiveError? {
    try AtomicFile.write(bytes, to: url)
    do {
      _ = try Checkpoint(reading: url)
      return nil
    } catch let error as ArchiveError {
      return error
    }
  }

  @Test("a file cut anywhere is an error")
  func truncated() throws {
    let content = whole.count - HDF5Trailer.byteCount
    for count in Array(stride(from: 0, to: content, by: 61)) + [content - 1] {
      let error = try #require(try problem(of: Array(whole.prefix(count))), "cut at \(count)")
      #expect([.truncated, .notHDF5, .corrupt].contains(error.problem), "cut at \(count): \(error)")
    }
    #expect(try problem(of: whole) == nil)
  }

  @Test("a cut file is told from its length")
  func truncatedLength() throws {
    let content = whole.count - HDF5Trailer.byteCount
    for (cut, expected) in [(1, whole.count), (14, whole.count), (HDF5Trailer.byteCount + 100, content)] {
      #expect(
        try problem(of: Array(whole.dropLast(cut)))
          == ArchiveError(
            .truncated, file: url.path, expected: "\(expected) bytes", found: "\(whole.count - cut)"))
    }
  }

  @Test("a changed byte is an error wherever it is, also where libhdf5 keeps no checksum")
  func changed() throws {
    let heap = try #require((0..<whole.count - 4).first { Array(whole[$0..<$0 + 4]) == Array("GCOL".utf8) })
    for position in Array(stride(from: 0, to: whole.count, by: 97)) + (heap..<heap + 64) {
      var damaged = whole
      damaged[position] ^= 0x5a
      let error = try #require(try problem(of: damaged), "at \(position)")
      #expect(error.problem == .corrupt, "at \(position): \(error)")
    }
  }

  @Test("in a file without the trailer, a changed weight is an error, not another number")
  func flipped() throws {
    let content = Array(whole.dropLast(HDF5Trailer.byteCount))
    #expect(try problem(of: content) == nil)
    // The bytes of 299.0 as stored, found in the file.
    let pattern = withUnsafeBytes(of: Float(299).bitPattern.littleEndian) { Array($0) }
    let position = try #require((0..<content.count - 4).first { Array(content[$0..<$0 + 4]) == pattern })
    var damaged = content
    damaged[position + 1] ^= 4
    let error = try #require(try problem(of: damaged))
    #expect(error.problem == .corrupt)
    #expect(error.object == "state_dict/fc.weight")
    #expect(error.cause?.contains("Fletcher32") == true)
  }

  @Test("what is no HDF5 file at all")
  func foreign() throws {
    #expect(
      try problem(of: [])
        == ArchiveError(.notHDF5, file: url.path, expected: "an HDF5 signature", found: "an empty file"))
    #expect(
      try problem(of: Array("not a file of ours".utf8))
        == ArchiveError(.notHDF5, file: url.path, expected: "an HDF5 signature", found: "18 bytes without one"))
    #expect(throws: ArchiveError(.notFound, file: folder("b").path)) { try Checkpoint(reading: folder("b")) }
    #expect(throws: ArchiveError(.isFolder, file: folder.url.path)) { try Checkpoint(reading: folder.url) }
  }

  @Test("an HDF5 file of another kind, and one of a newer version")
  func notOurs() throws {
    try HDF5File.write(to: url) { try $0.setAttribute("name", "x") }
    #expect(
      throws: ArchiveError(
        .notOurs, file: url.path, object: "attribute format", expected: "'lethe.checkpoint'",
        found: "no such attribute")
    ) { try Checkpoint(reading: url) }
    try HDF5File.write(to: url) { try $0.setAttribute("format", "lethe.dataset") }
    #expect(
      throws: ArchiveError(
        .notOurs, file: url.path, object: "attribute format", expected: "'lethe.checkpoint'", found: "'lethe.dataset'")
    ) { try Checkpoint(reading: url) }
    try HDF5File.write(to: url) { root in
      try root.setAttribute("format", "lethe.checkpoint")
      try root.setAttribute("format_version", 2)
    }
    #expect(
      throws: ArchiveError(
        .newerVersion, file: url.path, object: "attribute format_version", expected: "at most 1", found: "2")
    ) { try Checkpoint(reading: url) }
  }
}
