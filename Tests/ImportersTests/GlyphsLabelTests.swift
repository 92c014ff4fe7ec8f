import CGlyphs
import Testing

@testable import Importers

@Suite("glyphs: labels, statistics, difficulty")
struct GlyphsLabelTests {
  @Test("full size: balanced classes, exactly 2 % wrong training labels, none in test")
  func balance() {
    let data = Glyphs.generate(variant: .gray28, seed: 11)
    for (labels, perClass) in [(data.trainTrueLabels, 1000), (data.testLabels, 200)] {
      #expect((0..<10).allSatisfy { label in labels.count { $0 == label } == perClass })
    }
    let differing = data.trainLabels.indices.filter { data.trainLabels[$0] != data.trainTrueLabels[$0] }
    #expect(data.wrongLabelPositions.count == 200)
    #expect(data.wrongLabelPositions == differing.map(Int64.init))

    // Given and true classes of the wrong ones: each about 20 times (binomial, deviation 4.2), each shift of the nine
    // about 22 times (deviation 4.4). Bounds at five deviations.
    for label in 0..<10 as Range<Int64> {
      #expect((1...42).contains(differing.count { data.trainLabels[$0] == label }))
      #expect((1...42).contains(differing.count { data.trainTrueLabels[$0] == label }))
    }
    for shift in 1..<10 as Range<Int64> {
      let found = differing.count { (data.trainLabels[$0] - data.trainTrueLabels[$0] + 10) % 10 == shift }
      #expect((1...44).contains(found))
    }
  }

  @Test("every ten positions hold each class once, in orders that differ")
  func blocks() {
    let labels = Glyphs.generate(variant: .gray28, seed: 11, trainCount: 200, testCount: 0).trainTrueLabels
    let blocks = stride(from: 0, to: 200, by: 10).map { Array(labels[$0..<$0 + 10]) }
    #expect(blocks.allSatisfy { $0.sorted() == Array(0..<10) })
    #expect(Set(blocks).count == 20)
  }

  @Test("mean and deviation are those of the training images", arguments: GlyphsVariant.allCases)
  func statistics(variant: GlyphsVariant) {
    let data = Glyphs.generate(variant: variant, seed: 4, trainCount: 20, testCount: 5)
    let plane = data.height * data.width
    for channel in 0..<data.channels {
      var pixels: [Double] = []
      for image in 0..<20 {
        let start = (image * data.channels + channel) * plane
        pixels += data.trainImages[start..<start + plane].map { Double($0) / 255 }
      }
      let mean: Double = pixels.reduce(0, +) / Double(pixels.count)
      let squares: [Double] = pixels.map { ($0 - mean) * ($0 - mean) }
      let variance: Double = squares.reduce(0, +) / Double(pixels.count)
      #expect(abs(Double(data.mean[channel]) - mean) < 1e-6)
      #expect(abs(Double(data.std[channel]) - variance.squareRoot()) < 1e-6)
    }
    let empty = Glyphs.generate(variant: variant, seed: 4, trainCount: 0, testCount: 0)
    #expect(empty.mean == [Float](repeating: 0, count: data.channels))
    #expect(empty.std == [Float](repeating: 1, count: data.channels))
  }

  @Test("pixels tell something about the class, but the class means do not solve it")
  func notLinearlyEasy() {
    let data = Glyphs.generate(variant: .gray28, seed: 1, trainCount: 600, testCount: 200)
    var means = [[Float]](repeating: [Float](repeating: 0, count: 784), count: 10)
    for image in 0..<600 {
      let label = Int(data.trainTrueLabels[image])
      for pixel in 0..<784 { means[label][pixel] += Float(data.trainImages[image * 784 + pixel]) / 60 }
    }
    let right = (0..<200).count { image in
      let distances = means.map { mean in
        (0..<784).reduce(into: Float(0)) { sum, pixel in
          let difference = Float(data.testImages[image * 784 + pixel]) - mean[pixel]
          sum += difference * difference
        }
      }
      return distances.firstIndex(of: distances.min() ?? 0) == Int(data.testLabels[image])
    }
    // Chance is 20 of 200.
    #expect((30...120).contains(right), "\(right) of 200")
  }

  // Known answers of Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds.
  @Test(
    "Philox4x32-10 gives the published vectors",
    arguments: [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [UInt32](repeating: .max, count: 4), [UInt32](repeating: .max, count: 2),
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func philox(counter: [UInt32], key: [UInt32], expected: [UInt32]) {
    var words = [UInt32](repeating: 0, count: 4)
    cglyphs_philox4x32_10(counter, key, &words)
    #expect(words == expected)
  }
}
