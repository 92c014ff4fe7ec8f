import TensorCore
import Testing

@testable import Learning

@Suite struct InitialisationTests {
  @Test func torchDefaultIsUniformWithinOneOverRootFanIn() throws {
    let network = try makeNetwork(ConvNet.self, shape: ImageShape(channels: 1, height: 28, width: 28), classCount: 10)
    for (name, fanIn) in [("conv1", 9.0), ("conv3", 576), ("fc1", 3136), ("fc", 128)] {
      let bound = 1 / fanIn.squareRoot()
      for part in ["weight", "bias"] {
        let values = try #require(network.parameters.first { $0.name == "\(name).\(part)" }).tensor.doubles
        #expect(values.allSatisfy { abs($0) <= bound * (1 + 1e-6) })
        #expect(values.contains { abs($0) > 0.8 * bound })
      }
    }
    // Uniform on ±b has variance b²/3.
    let weights = try #require(network.parameters.first { $0.name == "fc1.weight" }).tensor
    #expect(abs(weights.squared().mean().item() * 3 * 3136 - 1) < 0.02)
  }

  @Test func residualNetsUseFanOut() throws {
    let network = try makeNetwork(ResNet20.self)
    let weights = try #require(network.parameters.first { $0.name == "layer3.1.conv1.weight" }).tensor
    #expect(abs(weights.squared().mean().item() * 64 * 9 / 2 - 1) < 0.04)
    let norms = network.parameters.filter { $0.name.contains("bn") }
    for norm in norms {
      let expected = norm.name.hasSuffix("weight") ? 1.0 : 0
      #expect(norm.tensor.doubles.allSatisfy { $0 == expected })
    }
  }

  @Test func everyParameterHasItsOwnStream() throws {
    // Another class count changes the classifier and nothing else.
    let a = bits(try makeNetwork(ConvNet.self, classCount: 4)), b = bits(try makeNetwork(ConvNet.self, classCount: 5))
    #expect(a.filter { !$0.key.hasPrefix("fc.") } == b.filter { !$0.key.hasPrefix("fc.") })
    // conv2 and conv3 of another seed differ, and no two tensors repeat each other.
    #expect(a["conv2.weight"] != bits(try makeNetwork(ConvNet.self, seed: 8))["conv2.weight"])
    #expect(a["conv2.weight"]?.prefix(64) != a["conv3.weight"]?.prefix(64))
  }

  @Test func reinitialisationFollowsTheStream() throws {
    let network = try makeNetwork(ResNet20.self, seed: 7)
    #expect(bits(network.reinitialised(random: RandomStream(seed: 7))) == bits(network))
    #expect(bits(network.reinitialised(random: RandomStream(seed: 8))) != bits(network))
  }
}
