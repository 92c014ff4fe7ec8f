import Archive
import Testing

@Suite("PNG") struct PNGTests {
  struct Decoded: Equatable {
    var width = 0
    var height = 0
    var header: [UInt8] = []
    var pixels: [UInt8] = []
    var names: [String] = []
  }

  /// A reader from the specification: chunks with their CRC, rows with filter 0.
  static func decode(_ file: [UInt8]) throws -> Decoded {
    func number(_ at: Int) -> Int { file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    try #require(Array(file.prefix(8)) == [137, 80, 78, 71, 13, 10, 26, 10])
    var picture = Decoded()
    var data: [UInt8] = []
    var position = 8
    while position < file.count {
      let length = number(position)
      let name = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
      let content = Array(file[position + 8..<position + 8 + length])
      let crc = number(position + 8 + length)
      #expect(crc == Int(Deflate.crc32(Array(file[position + 4..<position + 8 + length]))), "CRC of \(name)")
      picture.names.append(name)
      if name == "IHDR" {
        picture.width = number(position + 8)
        picture.height = number(position + 12)
        picture.header = Array(content[8...])
      } else if name == "IDAT" {
        data += content
      }
      position += 12 + length
    }
    let rowBytes = picture.width * (picture.header[1] == 2 ? 3 : 1)
    let rows = try Deflate.unpack(data, limit: picture.height * (rowBytes + 1))
    try #require(rows.count == picture.height * (rowBytes + 1))
    for row in 0..<picture.height {
      let start = row * (rowBytes + 1)
      #expect(rows[start] == 0, "filter of row \(row)")
      picture.pixels += rows[start + 1..<start + 1 + rowBytes]
    }
    return picture
  }

  @Test("a picture decodes to its pixels", arguments: [(1, 1, 1), (1, 1, 3), (7, 5, 1), (31, 33, 3), (28, 280, 1)])
  func roundTrip(width: Int, height: Int, channels: Int) throws {
    let pixels = (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = PNG.encode(pixels, width: width, height: height, channels: channels)
    let picture = try Self.decode(file)
    #expect(picture.width == width && picture.height == height)
    #expect(picture.header == [8, channels == 1 ? 0 : 2, 0, 0, 0])
    #expect(picture.names == ["IHDR", "IDAT", "IEND"])
    #expect(picture.pixels == pixels)
    #expect(PNG.encode(pixels, width: width, height: height, channels: channels) == file)
  }

  @Test("a picture file is written")
  func write() throws {
    let folder = try TemporaryFolder()
    try PNG.write([0, 128, 255, 9], width: 2, height: 2, channels: 1, to: folder("a.png"))
    #expect(try Self.decode(FileBytes.read(folder("a.png"))).pixels == [0, 128, 255, 9])
  }
}
