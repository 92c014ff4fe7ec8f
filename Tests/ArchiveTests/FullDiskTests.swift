import Foundation
import Testing

@testable import Archive

/// A small file system in memory, mounted for a test.
final class SmallDisk {
  let url: URL

  init(options: String) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Self.run("mount", ["-t", "tmpfs", "-o", options, "none", url.path])
  }

  deinit {
    try? Self.run("umount", [url.path])
    try? FileManager.default.removeItem(at: url)
  }

  func makeReadOnly() throws { try Self.run("mount", ["-o", "remount,ro", url.path]) }

  struct Refused: Error {}

  static func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused() }
  }

  /// Mounting needs rights that a plain user does not have.
  static let isPossible = (try? SmallDisk(options: "size=64k")) != nil
}

@Suite("Full and read-only disks", .serialized) struct FullDiskTests {
  static let small = Checkpoint(
    architecture: "net", classCount: 2, createdBy: "test", mean: [0.5], std: [0.5],
    stateDict: ["w": StateArray([1, 2], shape: [2])])

  static func large() -> Checkpoint {
    var checkpoint = small
    checkpoint.stateDict["big"] = StateArray([Float](repeating: 1.5, count: 1 << 19), shape: [1 << 9, 1 << 10])
    return checkpoint
  }

  @Test("a full disk is an error and the earlier file stays", .enabled(if: SmallDisk.isPossible, "cannot mount"))
  func full() throws {
    let disk = try SmallDisk(options: "size=1m")
    let url = disk.url.appendingPathComponent("model.h5")
    try Self.small.write(to: url)
    let expected = ArchiveError(.diskFull, file: url.path, cause: "No space left on device")
    #expect(throws: expected) { try Self.large().write(to: url) }
    #expect(try Checkpoint(reading: url) == Self.small)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.url.path) == ["model.h5"])
    // The library is none the worse for it.
    try Self.small.write(to: url)
    #expect(try Checkpoint(reading: url) == Self.small)
  }

  @Test("a read-only disk is an error", .enabled(if: SmallDisk.isPossible, "cannot mount"))
  func readOnly() throws {
    let disk = try SmallDisk(options: "size=1m")
    let url = disk.url.appendingPathComponent("model.h5")
    try Self.small.write(to: url)
    try disk.makeReadOnly()
    #expect(throws: ArchiveError(.readOnly, file: url.path, cause: "Read-only file system")) {
      try Self.large().write(to: url)
    }
    #expect(try Checkpoint(reading: url) == Self.small)
  }

  @Test("a device without space refuses bytes")
  func deviceFull() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let failure = [UInt8](repeating: 1, count: 100).withUnsafeBytes { FileBytes.write($0, to: descriptor) }
    #expect(failure == ENOSPC)
  }

  @Test(
    "system errors become problems",
    arguments: [
      (ENOSPC, .diskFull), (EDQUOT, .diskFull), (EROFS, .readOnly), (EACCES, .readOnly), (EIO, .writeFailed),
      (EISDIR, .isFolder),
    ] as [(Int32, ArchiveError.Problem)])
  func mapping(code: Int32, problem: ArchiveError.Problem) {
    #expect(ArchiveError.writing("a", errno: code).problem == problem)
  }
}
