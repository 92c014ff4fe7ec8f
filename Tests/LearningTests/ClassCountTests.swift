import TensorCore
import Testing

@testable import Learning

@Suite struct ClassCountTests {
  func network() throws -> Network {
    try ResNet20.build(
      input: ImageShape(channels: 1, height: 8, width: 8), classCount: 4, normalisation: .identity(channels: 1),
      random: RandomStream(seed: 3))
  }

  func bits(_ network: Network) -> [[UInt32]] {
    (network.parameters.map(\.tensor) + network.buffers.filter { $0.counter == nil }.map(\.tensor))
      .map { $0.floats.map(\.bitPattern) }
  }

  @Test func wideningAddsOutputsAndNothingElse() throws {
    let network = try network()
    var random = RandomStream(seed: 8)
    let images = Tensor.uniform([3, 8, 8, 1], in: 0...1, random: &random)
    // Statistics that are not those of a fresh network.
    _ = network.forward(images, mode: .train)
    let before = bits(network)
    let wide = network.widened(to: 6, random: RandomStream(seed: 9))
    #expect(wide.classCount == 6 && wide.headWeight.tensor.shape == [64, 6] && wide.headBias.tensor.shape == [6])
    #expect(bits(wide.narrowed(to: 4)) == before && bits(network) == before)
    let old = network.forward(images, mode: .evaluate).logits.doubles
    let new = wide.forward(images, mode: .evaluate).logits.doubles
    for row in 0..<3 {
      for label in 0..<4 { #expect(abs(old[row * 4 + label] - new[row * 6 + label]) < 1e-5) }
    }
    // What is new is drawn as the architecture draws a head of that width.
    let fresh = try ResNet20.build(
      input: network.inputShape, classCount: 6, normalisation: network.normalisation, random: RandomStream(seed: 9))
    #expect(wide.headBias.tensor.floats[4...] == fresh.headBias.tensor.floats[4...])
    #expect(wide.headWeight.tensor.floats[4..<6] == fresh.headWeight.tensor.floats[4..<6])
  }
}
