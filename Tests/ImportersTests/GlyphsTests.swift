import Testing

@testable import Importers

/// FNV-1a, 64 bits: independent of the code under test and short enough to be checked by eye.
private func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

private func pixelCount(_ variant: GlyphsVariant) -> Int { variant.channels * variant.height * variant.width }

@Suite("glyphs: what is drawn")
struct GlyphsTests {
  @Test("sizes, class names and label range", arguments: GlyphsVariant.allCases)
  func sizes(variant: GlyphsVariant) {
    let data = Glyphs.generate(variant: variant, seed: 3, trainCount: 120, testCount: 30)
    #expect((data.channels, data.height, data.width) == (variant == .gray28 ? (1, 28, 28) : (3, 32, 32)))
    #expect(data.trainImages.count == 120 * pixelCount(variant))
    #expect(data.testImages.count == 30 * pixelCount(variant))
    #expect(data.trainLabels.count == 120 && data.trainTrueLabels.count == 120 && data.testLabels.count == 30)
    #expect(data.trainLabels.allSatisfy { (0..<10).contains($0) })
    #expect(
      data.classes == ["ring", "lasso", "horseshoe", "spiral", "hook", "wave", "bolt", "cross", "tee", "fork"])
  }

  // Digests of the first ten images of each split, seed 1. A change here changes every result computed from glyphs:
  // raise Glyphs.version with it.
  @Test(
    "the bytes are pinned",
    arguments: [
      (GlyphsVariant.gray28, 0xbc81_653c_6304_605f as UInt64, 0x6630_e454_dd72_1d96 as UInt64),
      (.color32, 0x91b3_1b39_5326_2ae3, 0x61a6_947e_bcda_2ac6),
    ])
  func golden(variant: GlyphsVariant, train: UInt64, test: UInt64) {
    let data = Glyphs.generate(variant: variant, seed: 1, trainCount: 10, testCount: 10)
    #expect(fnv1a(data.trainImages) == train, "train \(String(fnv1a(data.trainImages), radix: 16))")
    #expect(fnv1a(data.testImages) == test, "test \(String(fnv1a(data.testImages), radix: 16))")
    #expect(Glyphs.version == 1)
  }

  // Computed by an implementation of Philox and of the two shuffles apart from this one.
  @Test("the labels are pinned")
  func goldenLabels() {
    let data = Glyphs.generate(variant: .gray28, seed: 1, trainCount: 200, testCount: 20)
    #expect(data.trainTrueLabels.prefix(10) == [0, 2, 8, 6, 1, 9, 4, 5, 3, 7])
    #expect(data.testLabels.prefix(10) == [0, 7, 5, 6, 1, 8, 3, 9, 4, 2])
    #expect(data.wrongLabelPositions == [25, 51, 129, 169])
    #expect(data.wrongLabelPositions.map { data.trainLabels[Int($0)] } == [0, 9, 9, 6])
  }

  @Test("two draws give the same, another seed or split something else", arguments: GlyphsVariant.allCases)
  func determinism(variant: GlyphsVariant) {
    let first = Glyphs.generate(variant: variant, seed: 7, trainCount: 100, testCount: 100)
    #expect(first == Glyphs.generate(variant: variant, seed: 7, trainCount: 100, testCount: 100))
    // Both halves of the seed count.
    for seed in [8, 7 + (1 << 32)] as [UInt64] {
      let other = Glyphs.generate(variant: variant, seed: seed, trainCount: 100, testCount: 100)
      #expect(other.trainImages != first.trainImages && other.trainTrueLabels != first.trainTrueLabels)
    }
    #expect(first.trainImages != first.testImages && first.trainTrueLabels != first.testLabels)
  }

  @Test("image i, its label and its wrongness do not depend on the counts", arguments: GlyphsVariant.allCases)
  func prefix(variant: GlyphsVariant) {
    let long = Glyphs.generate(variant: variant, seed: 5, trainCount: 230, testCount: 60)
    for count in [0, 1, 9, 33, 117] {
      let short = Glyphs.generate(variant: variant, seed: 5, trainCount: count, testCount: count / 3)
      #expect(short.trainImages[...] == long.trainImages.prefix(count * pixelCount(variant)))
      #expect(short.trainLabels[...] == long.trainLabels.prefix(count))
      #expect(short.trainTrueLabels[...] == long.trainTrueLabels.prefix(count))
      #expect(short.wrongLabelPositions == long.wrongLabelPositions.filter { $0 < Int64(count) })
      #expect(short.testImages[...] == long.testImages.prefix(count / 3 * pixelCount(variant)))
      #expect(short.testLabels[...] == long.testLabels.prefix(count / 3))
    }
  }

  @Test("no two images are alike, and none is flat")
  func distinct() {
    let data = Glyphs.generate(variant: .gray28, seed: 2, trainCount: 300, testCount: 0)
    let images = (0..<300).map { Array(data.trainImages[$0 * 784..<($0 + 1) * 784]) }
    #expect(Set(images).count == 300)
    // The ink is at least 0.45 above the ground before noise.
    #expect(images.allSatisfy { Int($0.max() ?? 0) - Int($0.min() ?? 0) > 100 })
  }
}
