import Importers
import Testing

@Suite("IDX") struct IDXTests {
  @Test("an array of each rank", arguments: [[4], [2, 3], [2, 3, 4], [0, 28, 28], [1, 1, 1]])
  func reads(shape: [Int]) throws {
    let values = Fixture.pixels(shape.reduce(1, *))
    let array = try IDX(Fixture.idx(shape, values), rank: shape.count, file: "a")
    #expect(array.shape == shape)
    #expect(array.values == values)
  }

  func error(_ content: [UInt8], rank: Int) -> ImportError? {
    do {
      _ = try IDX(content, rank: rank, file: "a")
      return nil
    } catch { return error as? ImportError }
  }

  @Test("another format, another rank, another type")
  func badMagic() {
    let expected = "IDX of unsigned bytes with 3 axes (magic 2051)"
    #expect(
      error(Fixture.idx([2], [1, 2]), rank: 3)
        == ImportError(.badHeader, file: "a", expected: expected, found: "magic 2049"))
    #expect(error(Array("not an IDX file".utf8), rank: 3)?.problem == .badHeader)
    #expect(error([0, 0, 0x0d, 3, 0, 0, 0, 0], rank: 3)?.found == "magic 3331")
  }

  @Test("a file cut anywhere is an error")
  func truncated() {
    let whole = Fixture.idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])
    for count in 0..<whole.count {
      #expect(error(Array(whole.prefix(count)), rank: 3)?.problem == .truncated, "cut at \(count)")
    }
    #expect(
      error(Array(whole.dropLast()), rank: 3)
        == ImportError(.truncated, file: "a", expected: "24 bytes for shape [2, 2, 2]", found: "23"))
  }

  @Test("extra bytes are an error")
  func trailing() {
    #expect(
      error(Fixture.idx([2], [1, 2, 3]), rank: 1)
        == ImportError(.trailingBytes, file: "a", expected: "10 bytes for shape [2]", found: "11"))
  }

  @Test("lengths that no file can have")
  func enormous() {
    let header = [0x803, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff].flatMap(Fixture.bigEndian)
    #expect(error(header, rank: 3)?.problem == .truncated)
  }
}
