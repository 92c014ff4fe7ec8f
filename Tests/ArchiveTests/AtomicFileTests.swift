import Archive
import Foundation
import Testing

@Suite("Atomic files") struct AtomicFileTests {
  struct Interruption: Error {}

  func text(_ url: URL) throws -> String { String(decoding: try FileBytes.read(url), as: UTF8.self) }

  @Test("a file is written and replaced, and nothing else is left")
  func write() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("one", to: folder("a.txt"))
    try AtomicFile.write(Data("two".utf8), to: folder("a.txt"))
    #expect(try text(folder("a.txt")) == "two")
    try AtomicFile.write([], to: folder("empty"))
    #expect(try FileBytes.read(folder("empty")) == [])
    #expect(try folder.names == ["a.txt", "empty"])
  }

  @Test("the earlier file stays when writing fails half way")
  func failure() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("one", to: folder("a.txt"))
    #expect(throws: Interruption.self) {
      try AtomicFile.write(to: folder("a.txt")) { temporary in
        #expect(temporary.deletingLastPathComponent().path == folder.url.path)
        try Data("half".utf8).write(to: temporary)
        throw Interruption()
      }
    }
    #expect(try text(folder("a.txt")) == "one")
    #expect(try folder.names == ["a.txt"])
  }

  @Test("a symbolic link stays a link")
  func link() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder("far"), withIntermediateDirectories: true)
    try AtomicFile.write("one", to: folder("far/a.txt"))
    try FileManager.default.createSymbolicLink(at: folder("link"), withDestinationURL: folder("far/a.txt"))
    try AtomicFile.write("two", to: folder("link"))
    #expect(try text(folder("far/a.txt")) == "two")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("link").path).hasSuffix("far/a.txt"))
  }

  @Test("a missing folder, and a folder in the way, are errors")
  func places() throws {
    let folder = try TemporaryFolder()
    #expect(
      throws: ArchiveError(
        .writeFailed, file: folder("absent/a").path, remedy: "make its folder first", cause: "No such file or directory"
      )
    ) { try AtomicFile.write("x", to: folder("absent/a")) }
    try FileManager.default.createDirectory(at: folder("b"), withIntermediateDirectories: true)
    #expect(throws: ArchiveError(.isFolder, file: folder("b").path)) { try AtomicFile.write("x", to: folder("b")) }
    #expect(try folder.names == ["b"])
  }

  @Test("a folder is published whole")
  func publish() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder("new/deep"), withIntermediateDirectories: true)
    try AtomicFile.write("one", to: folder("new/deep/a"))
    try AtomicFile.publishDirectory(from: folder("new"), to: folder("cell"))
    #expect(try folder.names == ["cell"])
    #expect(try text(folder("cell/deep/a")) == "one")
  }

  @Test("a published folder is replaced only when asked")
  func republish() throws {
    let folder = try TemporaryFolder()
    for (name, content) in [("cell", "one"), ("new", "two")] {
      try FileManager.default.createDirectory(at: folder(name), withIntermediateDirectories: true)
      try AtomicFile.write(content, to: folder("\(name)/a"))
    }
    #expect(throws: ArchiveError(.alreadyExists, file: folder("cell").path)) {
      try AtomicFile.publishDirectory(from: folder("new"), to: folder("cell"))
    }
    #expect(try text(folder("cell/a")) == "one")
    try AtomicFile.publishDirectory(from: folder("new"), to: folder("cell"), replacing: true)
    #expect(try text(folder("cell/a")) == "two")
    #expect(try folder.names == ["cell"])
    #expect(throws: ArchiveError.self) {
      try AtomicFile.publishDirectory(from: folder("absent"), to: folder("cell"), replacing: true)
    }
    #expect(try text(folder("cell/a")) == "two")
  }

  @Test("reading says what is wrong with the path")
  func reading() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ArchiveError(.notFound, file: folder("a").path)) { try FileBytes.read(folder("a")) }
    #expect(throws: ArchiveError(.isFolder, file: folder.url.path)) { try FileBytes.read(folder.url) }
    try AtomicFile.write([1, 2, 3], to: folder("a"))
    #expect(try FileBytes.prefix(2, of: folder("a")) == [1, 2])
    #expect(try FileBytes.prefix(9, of: folder("a")) == [1, 2, 3])
  }
}
