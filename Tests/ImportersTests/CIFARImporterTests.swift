import Archive
import Foundation
import Testing

@testable import Importers

@Suite("CIFAR importer") struct CIFARImporterTests {
  let folder: ImportFolder

  init() throws { folder = try ImportFolder() }

  func error(_ kind: DatasetKind = .cifar10) -> ImportError? {
    do {
      _ = try importDataset(kind, from: folder.url)
      return nil
    } catch { return error as? ImportError }
  }

  @Test("batches of any length become a dataset")
  func imports() throws {
    try Fixture.writeCIFAR10(folder)
    try folder.write(Fixture.record([7], seed: 9), "data_batch_3.bin")
    let dataset = try importDataset(.cifar10, from: folder.url)
    #expect(dataset.train.labels == [0, 1, 2, 3, 7, 6, 7, 8, 9])
    #expect(dataset.train.shape == [9, 3, 32, 32] && dataset.test.shape == [2, 3, 32, 32])
    #expect(dataset.train.index == (0..<9).map { Int64($0) })
    #expect(Array(dataset.train.images[3072 * 4..<3072 * 5]) == Fixture.pixels(3072, seed: 9))
    #expect(dataset.test.images == Fixture.pixels(3072, seed: 100) + Fixture.pixels(3072, seed: 101))
    #expect(dataset.test.labels == [3, 4])
    #expect(dataset.coverage == "11 of 60,000 images")
    #expect(dataset.train.extras.isEmpty)
  }

  @Test("compressed and partial names are found, complete files first")
  func names() throws {
    try Fixture.writeCIFAR10(folder, suffix: ".partial.bin")
    #expect(try importDataset(.cifar10, from: folder.url).train.count == 10)
    try folder.write(Deflate.gzip(Fixture.record([5], seed: 1)), "data_batch_1.bin.gz")
    #expect(try importDataset(.cifar10, from: folder.url).train.labels.prefix(2) == [5, 2])
  }

  @Test("a list of absent records gives official positions")
  func absent() throws {
    try Fixture.writeCIFAR10(folder)
    // Batch 2 lacks all but the records 3 and 9,998; every other batch but the test lacks all but its first two.
    var lines = ["file,record,label"]
    for batch in ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"] {
      let held = batch == "data_batch_2" ? [3, 9_998] : [0, 1]
      lines += (0..<10_000).filter { !held.contains($0) }.map { "\(batch),\($0),8" }
    }
    try folder.write(Array(lines.joined(separator: "\n").utf8), "absent-records.csv")
    let dataset = try importDataset(.cifar10, from: folder.url)
    #expect(dataset.train.index == [0, 1, 10_003, 19_998, 20_000, 20_001, 30_000, 30_001, 40_000, 40_001])
    #expect(dataset.test.index == [0, 1])
  }

  @Test("a list that does not fit, or cannot be read")
  func badList() throws {
    try Fixture.writeCIFAR10(folder)
    let list = folder("absent-records.csv").path
    try folder.write(Array("file,record,label\ndata_batch_1,7,8\n".utf8), "absent-records.csv")
    #expect(
      error()
        == ImportError(
          .countMismatch, file: folder("data_batch_1.bin").path,
          expected: "9999 records (1 of 10000 are listed as absent)", found: "2",
          remedy: "remove absent-records.csv if it belongs to other files"))
    let wrong = [
      "file;record", "file,record,label\na,b,c", "file,record,label\na,10000,1", "file,record,label\na,1,1\na,1,1",
    ]
    for content in wrong {
      try folder.write(Array(content.utf8), "absent-records.csv")
      #expect(error()?.problem == .badList, "\(content)")
      #expect(error()?.file == list)
    }
  }

  @Test("a cut batch, an empty one, a wrong label, a missing file")
  func damaged() throws {
    try Fixture.writeCIFAR10(folder)
    let path = folder("data_batch_4.bin").path
    try folder.write(Array(Fixture.record([1], seed: 1).dropLast(3)), "data_batch_4.bin")
    #expect(
      error()
        == ImportError(
          .truncated, file: path, expected: "whole records of 3073 bytes",
          found: "3070 bytes, 3070 beyond the last whole record"))
    try folder.write([], "data_batch_4.bin")
    #expect(error()?.problem == .truncated)
    try folder.write(Fixture.record([1], seed: 1) + Fixture.record([10], seed: 1), "data_batch_4.bin")
    #expect(error() == ImportError(.badLabel, file: path, expected: "0 to 9", found: "10 in record 1"))
    try folder.remove("data_batch_4.bin")
    #expect(error()?.problem == .missingFile)
    #expect(error()?.expected == "data_batch_4.bin, .bin.gz or .bin.xz")
  }

  @Test("CIFAR-100 has a coarse and a fine label")
  func cifar100() throws {
    try folder.write(Fixture.record([11, 99], seed: 1) + Fixture.record([3, 0], seed: 2), "train.bin")
    try folder.write(Fixture.record([19, 50], seed: 3), "test.bin")
    let dataset = try importDataset(.cifar100, from: folder.url)
    #expect(dataset.train.labels == [99, 0] && dataset.train.extras == ["coarse_label": [11, 3]])
    #expect(dataset.test.labels == [50] && dataset.test.images == Fixture.pixels(3072, seed: 3))
    try folder.write(Fixture.record([11, 100], seed: 1), "test.bin")
    #expect(error(.cifar100)?.problem == .badLabel)
  }

  /// `printf hello | xz`.
  static let xz: [UInt8] = [
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21, 0x01, 0x16, 0x00,
    0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0x01, 0x00, 0x04, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x00, 0x00, 0x00, 0x00,
    0xb1, 0x37, 0xb9, 0xdb, 0xe5, 0xda, 0x1e, 0x9b, 0x00, 0x01, 0x1d, 0x05, 0xb8, 0x2d, 0x80, 0xaf, 0x1f, 0xb6,
    0xf3, 0x7d, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
  ]

  @Test("xz streams: whole, joined, cut, damaged, too large")
  func xz() throws {
    #expect(try XZ.unpack(Self.xz, limit: 5) == Array("hello".utf8))
    #expect(try XZ.unpack(Self.xz + Self.xz, limit: 10) == Array("hellohello".utf8))
    #expect(XZ.isXZ(Self.xz) && !XZ.isXZ([0x1f, 0x8b]))
    #expect(throws: XZ.Fault.self) { try XZ.unpack(Self.xz, limit: 4) }
    for count in 0..<Self.xz.count {
      #expect(throws: XZ.Fault.self, "cut at \(count)") { try XZ.unpack(Array(Self.xz.prefix(count)), limit: 99) }
    }
    var damaged = Self.xz
    damaged[30] ^= 1
    #expect(throws: XZ.Fault.self) { try XZ.unpack(damaged, limit: 99) }
    #expect(throws: XZ.Fault.self) { try XZ.unpack(Self.xz + [1, 2, 3, 4], limit: 99) }
  }
}
