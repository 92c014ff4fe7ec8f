import Testing
import TensorCore

@testable import GradientInversion

@Suite struct MatchingTests {
  /// 1 − cos, written out and differentiated as a whole.
  private func composite(_ model: DoubleModel, at images: Tensor) -> (loss: Double, gradient: Tensor) {
    let leaf = images.tracked()
    let g = gradients(
      of: model.matching.model.loss(leaf), withRespectTo: model.matching.model.parameters, createGraph: true)
    func inner(_ a: [Tensor], _ b: [Tensor]) -> Tensor {
      zip(a, b).map { dot($0, $1) }.reduce(Tensor(scalar: 0, dtype: .float64), +)
    }
    let loss = 1 - inner(g, model.target) / (inner(g, g) * inner(model.target, model.target)).squareRoot()
    return (loss.item(), gradients(of: loss, withRespectTo: [leaf])[0])
  }

  @Test func exactGradientIsThatOfTheWholeExpression() throws {
    for activation in [{ $0.relu() }, { $0.tanh() }] as [(Tensor) -> Tensor] {
      let model = DoubleModel(activation: activation)
      let expected = composite(model, at: model.images)
      let found = try #require(model.matching.gradient(at: model.images, form: .exact))
      #expect(abs(found.loss - expected.loss) < 1e-14)
      #expect(relativeDifference(found.gradient, expected.gradient) < 1e-12)
    }
  }

  @Test func exactGradientIsTheSlopeOfTheLoss() throws {
    let model = DoubleModel { $0.tanh() }
    let gradient = try #require(model.matching.gradient(at: model.images, form: .exact)).gradient
    var random = RandomStream(seed: 3)
    for _ in 0..<3 {
      let direction = Tensor.normal(model.images.shape, random: &random, dtype: .float64)
      let h = 1e-5
      let ahead = try #require(model.matching.loss(at: model.images + direction * h))
      let behind = try #require(model.matching.loss(at: model.images - direction * h))
      let slope = dot(gradient, direction).item()
      #expect(abs((ahead - behind) / (2 * h) - slope) < 1e-7 * max(1, abs(slope)))
    }
  }

  /// (central, step) → bound on the relative error; the forward form is of first order, the central of second.
  @Test(arguments: [(false, 1e-3, 2e-3), (false, 1e-5, 2e-5), (true, 1e-2, 1e-3), (true, 1e-4, 1e-7)])
  func finiteDifferencesApproachTheExactGradient(central: Bool, step: Double, tolerance: Double) throws {
    let model = DoubleModel { $0.tanh() }
    let exact = try #require(model.matching.gradient(at: model.images, form: .exact))
    let found = try #require(
      model.matching.gradient(at: model.images, form: .pearlmutter(central: central, step: step)))
    #expect(found.loss == exact.loss)
    #expect(relativeDifference(found.gradient, exact.gradient) < tolerance)
  }

  @Test func formsAgreeInSinglePrecision() throws {
    let network = try makeNetwork(TinyConvNet.self)
    let view = try makeView(network, images: makeImages(), labels: [2])
    let space = PixelSpace(network.normalisation)
    let matching = CosineMatching(
      model: MatchedModel(view, labels: [2], space: space), target: view.target.gradients)
    let images = space.normalised(makeImages(seed: 9))
    let exact = try #require(matching.gradient(at: images, form: .exact))
    for central in [false, true] {
      let found = try #require(matching.gradient(at: images, form: .pearlmutter(central: central, step: 1e-3)))
      #expect(abs(found.loss - exact.loss) < 1e-6)
      #expect(relativeDifference(found.gradient, exact.gradient) < 0.05)
    }
  }

  @Test func differencesPutTheWeightsBack() throws {
    let model = DoubleModel { $0.relu() }
    let before = model.matching.model.parameters.map(\.doubles)
    _ = model.matching.gradient(at: model.images, form: .pearlmutter(central: true, step: 0.1))
    #expect(model.matching.model.parameters.map(\.doubles) == before)
  }

  @Test func lossVanishesAtTheTruthWhateverTheTargetsScale() throws {
    let network = try makeNetwork(TinyConvNet.self)
    let images = makeImages()
    let view = try makeView(network, images: images, labels: [4])
    let space = PixelSpace(network.normalisation)
    for scale in [1e-12, 1, 1e6] {
      let matching = CosineMatching(
        model: MatchedModel(view, labels: [4], space: space), target: view.target.gradients.map { $0 * scale })
      let loss = try #require(matching.loss(at: space.normalised(images)))
      #expect(abs(loss) < 1e-6)
      let elsewhere = try #require(matching.loss(at: space.normalised(makeImages(seed: 8))))
      #expect(elsewhere > 1e-4)
    }
  }

  @Test func aVanishedGradientHasNoDirection() {
    let weight = Tensor.zeros([3]).tracked()
    let matching = CosineMatching(
      model: MatchedModel(parameters: [weight]) { dot($0.sum() * weight * 0, weight) }, target: [Tensor.ones([3])])
    #expect(matching.gradient(at: Tensor.ones([1, 2, 2, 1]), form: .exact) == nil)
    #expect(matching.loss(at: Tensor.ones([1, 2, 2, 1])) == nil)
  }
}
