import Foundation
import Testing

@testable import Archive

@Suite("HDF5 files") struct HDF5FileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("every element type and storage comes back", arguments: [HDF5Storage.plain, .checksummed, .compressed])
  func roundTrip(storage: HDF5Storage) throws {
    let url = folder("a.h5")
    let floats: [Float] = [0, -0.0, 1.5, .infinity, -.infinity, .leastNonzeroMagnitude]
    try HDF5File.write(to: url) { root in
      let group = try root.createGroup("numbers")
      try group.createDataset("bytes", [UInt8](0...255), shape: [16, 16], storage: storage)
      try group.createDataset("integers", [Int64.min, -1, 0, Int64.max], shape: [4], storage: storage)
      try group.createDataset("floats", floats, shape: [2, 3], storage: storage)
      try group.createDataset("doubles", [0.1, 1e300], shape: [2, 1], storage: storage)
      try group.createDataset("scalar", [Int64(7)], shape: [], storage: storage)
      try group.createDataset("none", [Float](), shape: [0, 5], storage: storage)
    }
    let group = try HDF5File(reading: url).root.group("numbers")
    #expect(try group.names == ["bytes", "integers", "floats", "doubles", "scalar", "none"])
    #expect(try group.dataset("bytes").read(as: UInt8.self) == [UInt8](0...255))
    #expect(try group.dataset("bytes").shape == [16, 16])
    #expect(try group.dataset("integers").read(as: Int64.self) == [Int64.min, -1, 0, Int64.max])
    #expect(try group.dataset("floats").read(as: Float.self).map(\.bitPattern) == floats.map(\.bitPattern))
    #expect(try group.dataset("doubles").read(as: Double.self) == [0.1, 1e300])
    #expect(try group.dataset("scalar").read(as: Int64.self) == [7])
    #expect(try group.dataset("scalar").shape == [])
    #expect(try group.dataset("none").read(as: Float.self) == [])
    #expect(try group.dataset("none").shape == [0, 5])
    #expect(try group.dataset("floats").elementType.description == "float32")
  }

  @Test("names keep their order, dots and all")
  func order() throws {
    let names = (0..<40).map { "layer\(($0 * 17) % 40).0.conv1.weight" }
    try HDF5File.write(to: folder("a.h5")) { root in
      for name in names { try root.createDataset(name, [Float(1)], shape: [1]) }
    }
    let root = try HDF5File(reading: folder("a.h5")).root
    #expect(try root.names == names)
  }

  @Test("rows are read alone")
  func rows() throws {
    let values = (0..<70_000 * 3).map { Float($0) }
    try HDF5File.write(to: folder("a.h5")) { try $0.createDataset("x", values, shape: [70_000, 3]) }
    let dataset = try HDF5File(reading: folder("a.h5")).root.dataset("x")
    for rows in [0..<1, 69_999..<70_000, 20_000..<40_000, 5..<5, 0..<70_000] {
      #expect(try dataset.read(rows: rows, as: Float.self) == Array(values[rows.lowerBound * 3..<rows.upperBound * 3]))
    }
    #expect(throws: ArchiveError.self) { try dataset.read(rows: 69_999..<70_001, as: Float.self) }
  }

  @Test("attributes come back in order")
  func attributes() throws {
    try HDF5File.write(to: folder("a.h5")) { root in
      try root.setAttribute("z", "")
      try root.setAttribute("text", "čtyři ✓")
      try root.setAttribute("texts", ["a", "", "ccc"])
      try root.setAttribute("none", [String]())
      try root.setAttribute("integer", -5)
      try root.setAttribute("floats", [0.5, 0.25] as [Float])
      try root.setAttribute("value", .numbers([1, 2.5]))
      try root.setAttribute("pi", .number(3.25))
      try root.setAttribute("integers", .integers([1, 2]))
      for position in 0..<10 { try root.setAttribute("more\(position)", position) }
      try root.createDataset("x", [UInt8(1)], shape: [1]).setAttribute("unit", "pixel")
    }
    let root = try HDF5File(reading: folder("a.h5")).root
    #expect(
      try root.attributeNames.prefix(9)
        == ["z", "text", "texts", "none", "integer", "floats", "value", "pi", "integers"])
    #expect(try root.string("z") == "")
    #expect(try root.string("text") == "čtyři ✓")
    #expect(try root.strings("texts") == ["a", "", "ccc"])
    #expect(try root.strings("none") == [])
    #expect(try root.integer("integer") == -5)
    #expect(try root.numbers("floats") == [0.5, 0.25])
    #expect(try root.numbers("integers") == [1, 2])
    #expect(try root.attribute("value") == .numbers([1, 2.5]))
    #expect(try root.attribute("pi") == .number(3.25))
    #expect(try root.integer("more9") == 9)
    #expect(try root.dataset("x").string("unit") == "pixel")
    #expect(try root.attributeIfPresent("absent") == nil)
  }

  @Test("what does not match is named")
  func mismatches() throws {
    let url = folder("a.h5")
    try HDF5File.write(to: url) { root in
      try root.createGroup("train").createDataset("x", [1.5, 2.5], shape: [2])
      try root.setAttribute("name", "n")
    }
    let root = try HDF5File(reading: url).root
    let path = url.path
    #expect(throws: ArchiveError(.missing, file: path, object: "test/x", expected: "a dataset")) {
      try root.dataset("test/x")
    }
    #expect(throws: ArchiveError(.missing, file: path, object: "train/x/y", expected: "a dataset")) {
      try root.dataset("train/x/y")
    }
    #expect(
      throws: ArchiveError(.wrongKind, file: path, object: "train", expected: "a dataset", found: "a group")
    ) { try root.dataset("train") }
    #expect(
      throws: ArchiveError(.wrongKind, file: path, object: "train/x", expected: "a group", found: "a dataset")
    ) { try root.group("train/x") }
    #expect(
      throws: ArchiveError(.wrongType, file: path, object: "train/x", expected: "float32", found: "float64")
    ) { try root.dataset("train/x").read(as: Float.self) }
    #expect(
      throws: ArchiveError(.wrongType, file: path, object: "train/x", expected: "int64", found: "float64")
    ) { try root.dataset("train/x").read(as: Int64.self) }
    #expect(
      throws: ArchiveError(
        .wrongType, file: path, object: "attribute name", expected: "an integer", found: "text(\"n\")")
    ) { try root.integer("name") }
    #expect(throws: ArchiveError(.missing, file: path, object: "attribute mean", expected: "a value")) {
      try root.numbers("mean")
    }
  }

  @Test("names that cannot be stored, and names taken, are errors and leave no file")
  func names() throws {
    for name in ["", ".", "a/b", "a\0b"] {
      #expect(throws: ArchiveError(.invalidName, file: folder("b.h5").path, object: name)) {
        try HDF5File.write(to: folder("b.h5")) { try $0.createDataset(name, [UInt8(1)], shape: [1]) }
      }
    }
    #expect(throws: ArchiveError(.alreadyExists, file: folder("b.h5").path, object: "x")) {
      try HDF5File.write(to: folder("b.h5")) { root in
        try root.createGroup("x")
        try root.createGroup("x")
      }
    }
    #expect(throws: ArchiveError.self) { try HDF5File.write(to: folder("b.h5")) { try $0.setAttribute("t", "a\0b") } }
    #expect(try folder.names == [])
  }

  @Test("blocks of whole rows near 256 KiB, or less than a row when rows are huge")
  func chunks() {
    #expect(HDF5Group.chunkShape([60_000, 1, 28, 28], elementBytes: 1) == [334, 1, 28, 28])
    #expect(HDF5Group.chunkShape([10], elementBytes: 8) == [10])
    #expect(HDF5Group.chunkShape([512, 512, 3, 3], elementBytes: 4) == [14, 512, 3, 3])
    #expect(HDF5Group.chunkShape([2, 3, 1 << 20], elementBytes: 4) == [1, 1, 1 << 16])
  }

  @Test("many threads at once")
  func parallel() async throws {
    let folder = self.folder.url
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<16 {
        group.addTask {
          let url = folder.appendingPathComponent("\(number).h5")
          let values = (0..<5000).map { Int64($0 * number) }
          try HDF5File.write(to: url) { try $0.createDataset("x", values, shape: [5000], storage: .compressed) }
          #expect(throws: ArchiveError.self) { try HDF5File(reading: url).root.dataset("y") }
          return try HDF5File(reading: url).root.dataset("x").read(as: Int64.self) == values
        }
      }
      for try await isEqual in group { #expect(isEqual) }
    }
  }
}
