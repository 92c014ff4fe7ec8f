import Learning
import TensorCore
import Testing

@testable import GradientInversion

@Suite struct ControlTests {
  /// Six one-channel 2×2 images; image i is 10·i everywhere, labels alternate.
  private func data() throws -> Subset {
    let pixels = (0..<6).flatMap { [UInt8](repeating: UInt8(10 * $0), count: 4) }
    let split = try ImageSplit(
      name: "train", shape: ImageShape(channels: 1, height: 2, width: 2), pixels: pixels,
      labels: [0, 1, 0, 1, 0, 1], classCount: 3)
    return split.whole()
  }

  private func guess(_ control: InversionControl, labels: [Int32], excluding: [Int] = [], seed: UInt64 = 1) throws
    -> Tensor?
  {
    control.images(
      labels: labels, normalisation: Normalisation(mean: [0.25], std: [0.5]), data: try data(), excluding: excluding,
      random: RandomStream(seed: seed))
  }

  @Test func classMeanLeavesTheAttackedImageOut() throws {
    let mean = try #require(try guess(.classMean, labels: [0, 1], excluding: [0]))
    #expect(mean.shape == [2, 2, 2, 1])
    // Label 0 without image 0: (20 + 40)/2; label 1: (10 + 30 + 50)/3.
    for (value, expected) in zip(mean.doubles, [30, 30, 30, 30, 30, 30, 30, 30]) {
      #expect(abs(value - Double(expected) / 255) < 1e-7)
    }
    let all = try #require(try guess(.classMean, labels: [0]))
    #expect(abs(all.doubles[0] - 20.0 / 255) < 1e-7)
    #expect(try guess(.classMean, labels: [2]) == nil)
  }

  @Test func sameClassIsAnotherImageOfTheLabel() throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      let image = try #require(try guess(.sameClass, labels: [1], excluding: [1, 3], seed: seed))
      #expect(abs(image.doubles[0] - 50.0 / 255) < 1e-7)
    }
    #expect(try guess(.sameClass, labels: [1], excluding: [1, 3, 5]) == nil)
  }

  @Test func meanColourAndNoise() throws {
    let mean = try #require(try guess(.meanColour, labels: [0]))
    #expect(mean.floats == [0.25, 0.25, 0.25, 0.25])
    let noise = try #require(try guess(.noise, labels: [0, 0]))
    #expect(noise.shape == [2, 2, 2, 1])
    #expect(Set(noise.floats).count == 8)
    #expect(noise.floats.allSatisfy { (0...1).contains($0) })
    #expect(try guess(.noise, labels: [0, 0])?.floats == noise.floats)
  }
}
