import Testing

@testable import Evaluation

@Suite struct ImageTests {
  /// The image pairs of make_evaluation_golden.py.
  static func pair(_ seed: UInt32, _ count: Int) -> ([Float], [Float]) {
    var draws = Draws(seed)
    let a = draws.array(count).map(Float.init)
    let noise = draws.array(count).map(Float.init)
    return (a, zip(a, noise).map { 0.75 * $0 + 0.25 * $1 })
  }

  @Test func errorAndRatioAreHandComputed() {
    #expect(meanSquaredError([0, 1, 0.5, 0.5], [0.25, 0.75, 0.75, 0.25]) == .value(0.0625))
    #expect(abs(peakSignalToNoiseRatio([0, 1, 0.5, 0.5], [0.1, 0.9, 0.6, 0.4]).value! - 20) < 1e-6)
    #expect(peakSignalToNoiseRatio([0, 0], [1, 1]) == .value(0))
    #expect(peakSignalToNoiseRatio([0.3], [0.3]) == .undefined("identical"))
    #expect(meanSquaredError([], []) == .undefined("no pixels"))
    #expect(meanSquaredError([.nan], [0]).value == nil)
  }

  struct Golden: Sendable {
    let seed: UInt32, height: Int, width: Int, channels: Int, similarity: Double, error: Double
  }

  @Test(arguments: [
    Golden(
      seed: 4, height: 32, width: 32, channels: 3, similarity: 0.9236875150593242, error: 0.01029810547402347),
    Golden(
      seed: 5, height: 28, width: 28, channels: 1, similarity: 0.9141370583215179, error: 0.010411398034508433),
    Golden(
      seed: 6, height: 11, width: 13, channels: 2, similarity: 0.9233911417129201, error: 0.010575687817475369),
  ])
  func similarityMatchesScikitImagesFormula(golden: Golden) {
    let (a, b) = Self.pair(golden.seed, golden.height * golden.width * golden.channels)
    let found = structuralSimilarity(a, b, height: golden.height, width: golden.width, channels: golden.channels)
    #expect(abs(found.value! - golden.similarity) < 1e-12)
    #expect(abs(meanSquaredError(a, b).value! - golden.error) < 1e-15)
  }

  @Test(arguments: [(32, 32, 3), (8, 8, 1), (5, 6, 2), (1, 1, 1), (2, 40, 1)])
  func similarityOfEqualAndOfConstantImages(height: Int, width: Int, channels: Int) {
    let count = height * width * channels
    let (a, _) = Self.pair(9, count)
    func similarity(_ a: [Float], _ b: [Float]) -> Double {
      structuralSimilarity(a, b, height: height, width: width, channels: channels).value!
    }
    #expect(abs(similarity(a, a) - 1) < 1e-12)
    // Black against white: only the luminance term is left, c₁ / (1 + c₁).
    let black = [Float](repeating: 0, count: count), white = [Float](repeating: 1, count: count)
    #expect(abs(similarity(black, white) - 1e-4 / 1.0001) < 1e-12)
  }
}
