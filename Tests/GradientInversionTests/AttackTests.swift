import Learning
import TensorCore
import Testing

@testable import GradientInversion

@Suite struct AttackTests {
  private func options(_ change: (inout GradientInversionOptions) -> Void) -> GradientInversionOptions {
    var options = GradientInversionOptions()
    options.reportInterval = 20
    change(&options)
    return options
  }

  /// Without a hidden layer the normalised image is any column of the weight's gradient over the bias's.
  @Test func theLinearNetsClosedFormIsFoundByDescent() throws {
    let network = try makeNetwork(LinearNet.self)
    let images = makeImages()
    let view = try makeView(network, images: images, labels: [1])
    let weight = view.target.gradients[network.headWeightPosition]
    let bias = view.target.gradients[network.headBiasPosition].doubles
    let column = weight.sliced([0..<weight.shape[0], 2..<3]).reshaped(images.shape) * (1 / bias[2])
    let closedForm = PixelSpace(network.normalisation).pixels(column)
    #expect(meanSquaredError(closedForm, images) < 1e-10)

    let attack = try GradientInversionAttack(
      options: options {
        $0.iterations = 300
        $0.totalVariation = 0
      })
    let result = try attack.reconstruct(view, random: RandomStream(seed: 5))
    #expect(meanSquaredError(result.reconstruction, closedForm) < 1e-5)
    #expect(result.matchingLoss < 1e-5)
    #expect(result.labels == [1])
    #expect(result.areLabelsInferred == false)
  }

  @Test(arguments: [GradientInversionOptions.GradientForm.exact, .pearlmutter])
  func aPerceptronGivesItsImageAway(form: GradientInversionOptions.GradientForm) throws {
    let network = try makeNetwork(MLP.self)
    let images = makeImages(seed: 6)
    let view = try makeView(network, images: images, labels: [3], grantsLabels: false)
    let attack = try GradientInversionAttack(
      options: options {
        $0.iterations = 200
        $0.label = .inferred
        $0.gradient = form
        $0.differenceStep = 1e-3
      })
    let result = try attack.reconstruct(view, random: RandomStream(seed: 5))
    #expect(result.labels == [3])
    #expect(result.areLabelsInferred)
    #expect(meanSquaredError(result.reconstruction, images) < 1e-3)
    #expect(featureMeanSquaredError(of: network, result.reconstruction, images) < 1e-3)
    #expect(featureMeanSquaredError(of: network, images, images) == 0)
  }

  @Test func aWeightChangeIsAsGoodAsAGradient() throws {
    let network = try makeNetwork(LinearNet.self)
    let images = makeImages()
    let gradient = try InversionTarget.gradient(of: network, images: images, labels: [4])
    let unlearned = network.copy()
    for (parameter, part) in zip(unlearned.parameters, gradient.gradients) {
      parameter.tensor.updateAdd(part, scale: 0.05)
    }
    let view = try InversionView(original: network, unlearned: unlearned, labels: [4])
    let attack = try GradientInversionAttack(options: options { $0.iterations = 300 })
    let result = try attack.reconstruct(view, random: RandomStream(seed: 5))
    #expect(meanSquaredError(result.reconstruction, images) < 1e-4)
  }

  @Test func sameStreamSameBitsAndTheBestRestartWins() throws {
    let network = try makeNetwork(TinyConvNet.self)
    let view = try makeView(network, images: makeImages(), labels: [0])
    let before = network.parameters.map(\.tensor.floats)
    func run(_ restarts: Int, seed: UInt64 = 7) throws -> InversionResult {
      try GradientInversionAttack(
        options: options {
          $0.iterations = 25
          $0.restarts = restarts
        }
      ).reconstruct(view, random: RandomStream(seed: seed))
    }
    let one = try run(1), three = try run(3)
    let again = try run(3)
    #expect(three.reconstruction.floats == again.reconstruction.floats)
    #expect(three.restarts == again.restarts)
    #expect(try run(1, seed: 8).reconstruction.floats != one.reconstruction.floats)
    // More restarts move no earlier one.
    #expect(one.restarts == Array(three.restarts.prefix(1)))
    #expect(three.matchingLoss == three.restarts.map(\.matchingLoss).min())
    #expect(three.restarts[three.keptRestart].matchingLoss == three.matchingLoss)
    #expect(three.restarts[0].series.map(\.iteration) == [0, 20, 25])
    #expect(three.reconstruction.floats.allSatisfy { (0...1).contains($0) })
    // The score belongs to the image that is returned.
    let target = view.target.gradients
    let space = PixelSpace(network.normalisation)
    let matching = CosineMatching(model: MatchedModel(view, labels: [0], space: space), target: target)
    let rescored = try #require(matching.loss(at: space.normalised(three.reconstruction)))
    #expect(abs(rescored - three.matchingLoss) < 1e-5)
    // The attacker's network is not touched.
    #expect(network.parameters.map(\.tensor.floats) == before)
  }

  @Test func severalImagesAtOnce() throws {
    let network = try makeNetwork(LinearNet.self)
    let view = try makeView(network, images: makeImages(2), labels: [0, 3])
    let attack = try GradientInversionAttack(options: options { $0.iterations = 60 })
    let result = try attack.reconstruct(view, random: RandomStream(seed: 1))
    #expect(result.reconstruction.shape == [2, 6, 6, 3])
    let series = result.restarts[0].series.map(\.matchingLoss)
    #expect(result.matchingLoss < 0.1 * series[0])
  }

  @Test func theTotalVariationIsWeighed() throws {
    let network = try makeNetwork(TinyConvNet.self)
    let view = try makeView(network, images: makeImages(), labels: [0])
    let results = try [0, 10].map { weight in
      try GradientInversionAttack(
        options: options {
          $0.iterations = 60
          $0.totalVariation = weight
        }
      ).reconstruct(view, random: RandomStream(seed: 2))
    }
    #expect(results[1].totalVariation < 0.5 * results[0].totalVariation)
    #expect(abs(results[1].totalVariation - totalVariation(results[1].reconstruction).item()) < 1e-7)
  }

  @Test func progressIsReportedAndMayEndTheAttack() throws {
    struct Stop: Error {}
    let network = try makeNetwork(LinearNet.self)
    let view = try makeView(network, images: makeImages(), labels: [0])
    let attack = try GradientInversionAttack(
      options: options {
        $0.iterations = 40
        $0.restarts = 2
      })
    var seen: [[Int]] = []
    _ = try attack.reconstruct(view, random: RandomStream(seed: 1)) { seen.append([$0.restart, $0.iteration]) }
    #expect(seen == [[0, 0], [0, 20], [0, 40], [1, 0], [1, 20], [1, 40]])
    #expect(throws: Stop.self) {
      try attack.reconstruct(view, random: RandomStream(seed: 1)) { if $0.iteration == 20 { throw Stop() } }
    }
  }

  @Test func whatCannotBeAttackedIsSaid() throws {
    let network = try makeNetwork(LinearNet.self)
    let images = makeImages()
    let hidden = try makeView(network, images: images, labels: [0], grantsLabels: false)
    let attack = try GradientInversionAttack(options: options { $0.iterations = 2 })
    #expect(throws: InversionError.labelsNotGranted) {
      try attack.reconstruct(hidden, random: RandomStream(seed: 1))
    }
    let target = try InversionTarget.gradient(of: network, images: images, labels: [0])
    network.headBias.assign(Tensor.full([5], value: .nan))
    let broken = try InversionView(network: network, target: target, labels: [0])
    #expect(throws: InversionError.diverged(restart: 0, iteration: 0, quantity: "matching loss")) {
      try attack.reconstruct(broken, random: RandomStream(seed: 1))
    }
    network.headBias.assign(Tensor([100, 0, 0, 0, 0] as [Float], shape: [5]))
    let certain = try InversionView(network: network, target: target, labels: [0])
    #expect(throws: InversionError.vanishingGradient(restart: 0, iteration: 0)) {
      try attack.reconstruct(certain, random: RandomStream(seed: 1))
    }
  }
}
