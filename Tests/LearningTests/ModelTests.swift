import Foundation
import TensorCore
import Testing

@testable import Learning

/// Every architecture; names, order and shapes are those of its PyTorch twin (Tests/Golden/models.py).
@Suite struct ModelTests {
  static let families: [any Architecture.Type] = [
    MLP.self, ConvNet.self, ConvNet64.self, ResNet20.self, ResNet18.self,
  ]

  struct Golden: Decodable {
    let input: [Int]
    let parameters: Int
    let state: [Entry]
    struct Entry: Decodable {
      let name: String
      let shape: [Int]
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        name = try list.decode(String.self)
        shape = try list.decode([Int].self)
      }
    }
  }

  static func goldens() throws -> [String: Golden] {
    let data = try Data(contentsOf: goldenFolder.appendingPathComponent("state-dicts.json"))
    return try JSONDecoder().decode([String: Golden].self, from: data)
  }

  @Test(arguments: 0..<5) func stateDictIsPyTorchs(_ position: Int) throws {
    let family = Self.families[position]
    let golden = try #require(try Self.goldens()[family.name])
    let shape = ImageShape(channels: golden.input[0], height: golden.input[1], width: golden.input[1])
    let network = try makeNetwork(family, shape: shape, classCount: 10)
    #expect(network.parameterCount == golden.parameters)
    let state = network.stateDict()
    #expect(state.names == golden.state.map(\.name))
    #expect(state.map(\.array.shape) == golden.state.map(\.shape))
  }

  @Test func parameterCountsArePublished() throws {
    let goldens = try Self.goldens()
    #expect(goldens["resnet20"]?.parameters == 272_474)
    #expect(goldens["resnet18"]?.parameters == 11_173_962)
    #expect(goldens["convnet64"]?.parameters == 2_904_970)
    #expect(goldens["convnet"]?.parameters == 458_570)
  }

  @Test(arguments: [(28, 1, 0), (32, 3, 0), (28, 1, 1), (32, 3, 1), (28, 1, 2), (32, 3, 2), (28, 1, 3), (28, 3, 3)])
  func takesEveryUsualInput(size: Int, channels: Int, position: Int) throws {
    let shape = ImageShape(channels: channels, height: size, width: size)
    let network = try makeNetwork(Self.families[position], shape: shape, classCount: 7)
    let images = try makeSplit(2, shape: shape).whole().wholeBatch().images
    let result = withoutGradients { network.forward(images, mode: .evaluate) }
    #expect(result.logits.shape == [2, 7])
    #expect(result.features.shape == [2, network.featureCount])
    #expect(result.logits.allFinite)
  }

  @Test func featureCountsAreAsDocumented() throws {
    let shape = ImageShape(channels: 3, height: 32, width: 32)
    let counts = try Self.families.dropLast().map { try makeNetwork($0, shape: shape).featureCount }
    #expect(counts == [128, 128, 2304, 64])
  }

  @Test func imagesTooSmallAreRefused() {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    #expect(throws: LearningError.self) { try makeNetwork(ConvNet64.self, shape: shape) }
    #expect(throws: LearningError.self) {
      try makeNetwork(ConvNet.self, shape: ImageShape(channels: 1, height: 3, width: 8))
    }
  }

  @Test func wrongConstantsAreRefused() {
    let shape = ImageShape(channels: 3, height: 8, width: 8)
    for constants in [
      Normalisation(mean: [0], std: [1]), Normalisation(mean: [0, 0, 0], std: [1, 0, 1]),
      Normalisation(mean: [0, .nan, 0], std: [1, 1, 1]),
    ] {
      #expect(throws: LearningError.self) {
        try MLP.build(input: shape, classCount: 2, normalisation: constants, random: RandomStream(seed: 1))
      }
    }
    #expect(throws: LearningError.self) { try makeNetwork(MLP.self, classCount: 0) }
  }

  @Test func logitsAreTheHeadOfTheFeatures() throws {
    let network = try makeNetwork(ResNet20.self)
    let images = try makeSplit(3).whole().wholeBatch().images
    let result = network.forward(images, mode: .evaluate)
    #expect(result.logits.doubles == network.head(result.features).doubles)
    #expect(network.headWeight.name == "fc.weight")
    #expect(network.headBias.name == "fc.bias")
  }

  @Test func normalisationHappensInside() throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let random = RandomStream(seed: 3)
    let plain = try MLP.build(
      input: shape, classCount: 3, normalisation: .identity(channels: 1), random: random)
    let normalised = try MLP.build(
      input: shape, classCount: 3, normalisation: Normalisation(mean: [0.25], std: [0.5]), random: random)
    let images = try makeSplit(4).whole().wholeBatch().images
    let expected = plain.forward((images - 0.25) * 2, mode: .evaluate).logits.doubles
    #expect(largestDifference(normalised.forward(images, mode: .evaluate).logits.doubles, expected) < 1e-6)
  }

  @Test func copiesAreIndependent() throws {
    let network = try makeNetwork(ResNet20.self)
    let before = bits(network)
    let copy = network.copy()
    #expect(bits(copy) == before)
    _ = copy.forward(try makeSplit(4).whole().wholeBatch().images, mode: .train)
    copy.headBias.assign(Tensor.ones([4]))
    #expect(bits(network) == before)
    #expect(bits(copy) != before)
  }
}
