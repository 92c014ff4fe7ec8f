import Archive
import Importers
import Testing

@Suite("Glyphs as a dataset file") struct GlyphsFileTests {
  @Test("a draw comes back from disk, its wrong labels marked", arguments: GlyphsVariant.allCases)
  func roundTrip(variant: GlyphsVariant) throws {
    let folder = try ImportFolder()
    let glyphs = Glyphs.generate(variant: variant, seed: .max, trainCount: 100, testCount: 20)
    let dataset = DatasetFile(glyphs)
    try dataset.write(to: folder("a.h5"))
    let read = try DatasetFile(reading: folder("a.h5"))
    #expect(read == dataset)
    #expect(read.train.images == glyphs.trainImages && read.test.labels == glyphs.testLabels)
    #expect(read.attributes["seed"] == "18446744073709551615")
    let isWrong = try #require(read.train.extras["wrong_label"])
    let truth = try #require(read.train.extras["true_label"])
    #expect(isWrong.reduce(0, +) == 2)
    for position in 0..<100 { #expect((read.train.labels[position] != truth[position]) == (isWrong[position] == 1)) }
  }

  @Test("the digest follows the bytes")
  func digest() {
    let draw = { (seed: UInt64) in
      DatasetFile(Glyphs.generate(variant: .gray28, seed: seed, trainCount: 20, testCount: 10)).sha256
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
  }
}
