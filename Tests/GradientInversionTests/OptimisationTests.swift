import Learning
import TensorCore
import Testing

@testable import GradientInversion

@Suite struct OptimisationTests {
  @Test func theRateDropsAtThreeFiveAndSevenEighths() {
    let decay = StepDecay(base: 0.1, factor: 0.1, iterations: 4000)
    let expected: [(Int, Double)] = [
      (0, 0.1), (1499, 0.1), (1500, 0.01), (2499, 0.01), (2500, 1e-3), (3499, 1e-3), (3500, 1e-4), (3999, 1e-4),
    ]
    for (iteration, rate) in expected { #expect(abs(decay.rate(at: iteration) / rate - 1) < 1e-12) }
    // 3/8 of 10 is 3.75: the fourth step is the first behind it.
    let short = StepDecay(base: 1, factor: 0.5, iterations: 10)
    #expect((0..<10).map(short.rate) == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125])
  }

  @Test func theBoxIsTheImageOfValidPixels() {
    let space = PixelSpace(Normalisation(mean: [0.5, 0.25], std: [0.25, 0.5]))
    #expect(space.lower == [-2, -0.5])
    #expect(space.upper == [2, 1.5])
    let images = Tensor([-3, -3, 3, 3, 1, 1, -2, 1.5] as [Float], shape: [1, 2, 2, 2])
    space.project(images)
    #expect(images.floats == [-2, -0.5, 2, 1.5, 1, 1, -2, 1.5])
    #expect(space.pixels(images).floats == [0, 0, 1, 1, 0.75, 0.75, 0, 1])
    #expect(space.normalised(space.pixels(images)).floats == images.floats)
  }

  @Test func projectionLeavesNaNToBeFound() {
    let images = Tensor([.nan, 9] as [Float], shape: [1, 1, 2, 1])
    PixelSpace(.identity(channels: 1)).project(images)
    #expect(!images.allFinite)
    #expect(images.floats[1] == 1)
  }

  @Test func signings() {
    let gradient = Tensor([-2, 0, 0.5] as [Float], shape: [3])
    #expect(GradientSigning.hard.apply(to: gradient, iteration: 5, iterations: 10).floats == [-1, 0, 1])
    #expect(GradientSigning.none.apply(to: gradient, iteration: 5, iterations: 10).floats == [-2, 0, 0.5])
    // Half way the scale is 1/2: tanh(-1)·2, 0, tanh(1/4)·2.
    let soft = GradientSigning.soft.apply(to: gradient, iteration: 5, iterations: 10).doubles
    for (value, expected) in zip(soft, [-1.5231883, 0, 0.4898373]) { #expect(abs(value - expected) < 1e-6) }
  }

  @Test func starts() {
    let shape: Shape = [1, 6, 7, 2]
    var random = RandomStream(seed: 4)
    let normal = StartingImage.normal.draw(shape, random: &random)
    #expect(normal.shape == shape)
    #expect(Set(normal.floats).count == normal.count)
    #expect(StartingImage.mean.draw(shape, random: &random).floats.allSatisfy { $0 == 0 })
    let patterned = StartingImage.patterned.draw(shape, random: &random)
    #expect(patterned.shape == shape)
    func pixel(_ y: Int, _ x: Int) -> [Float] { Array(patterned.floats[((y * 7 + x) * 2)..<((y * 7 + x) * 2 + 2)]) }
    #expect(pixel(1, 2) == pixel(5, 6))
    #expect(pixel(0, 0) == pixel(4, 0))
    #expect(pixel(0, 0) != pixel(0, 1))
    #expect(pixel(0, 0) != pixel(1, 0))
  }
}
