import Learning
import TensorCore
import Testing

@testable import GradientInversion

@Suite struct TargetTests {
  /// The weights after steps of plain gradient descent (or ascent) on some images, with running statistics.
  private func stepped(_ network: Network, images: Tensor, labels: [Int32], rate: Double, frozen: String? = nil)
    -> Network
  {
    let result = network.copy()
    let loss = meanCrossEntropy(result.forward(images, mode: .evaluate).logits, labels: labels)
    let gradient = gradients(of: loss, withRespectTo: result.parameters.map(\.tensor))
    for (parameter, part) in zip(result.parameters, gradient) where parameter.name != frozen {
      parameter.tensor.updateAdd(part, scale: -rate)
    }
    return result
  }

  private func cosine(_ a: [Tensor], _ b: [Tensor]) -> Double {
    func inner(_ x: [Tensor], _ y: [Tensor]) -> Double { zip(x, y).reduce(0) { $0 + dot($1.0, $1.1).item() } }
    return inner(a, b) / (inner(a, a) * inner(b, b)).squareRoot()
  }

  @Test func ascentAndDescentAreReadAsTheSameGradient() throws {
    let network = try makeNetwork(TinyConvNet.self)
    let images = makeImages()
    let truth = try InversionTarget.gradient(of: network, images: images, labels: [3])
    for (rate, sign) in [(-0.1, UpdateSign.plus), (0.1, .minus)] {
      let unlearned = stepped(network, images: images, labels: [3], rate: rate)
      for labels in [[3], nil] as [[Int32]?] {
        let target = try InversionTarget.update(from: network, to: unlearned, labels: labels, steps: 1)
        guard case .update(let reading) = target.origin else {
          Issue.record("origin \(target.origin)")
          continue
        }
        #expect(reading.sign == sign)
        #expect(reading.isSignInferred)
        #expect(reading.steps == 1)
        #expect(reading.movedBuffers.isEmpty)
        #expect(cosine(target.gradients, truth.gradients) > 0.9999)
      }
    }
  }

  @Test func aGivenSignIsKept() throws {
    let network = try makeNetwork(LinearNet.self)
    let unlearned = stepped(network, images: makeImages(), labels: [0], rate: 0.1)
    let plus = try InversionTarget.update(from: network, to: unlearned, labels: [0], sign: .plus)
    let minus = try InversionTarget.update(from: network, to: unlearned, labels: [0], sign: .minus)
    #expect(cosine(plus.gradients, minus.gradients) < -0.9999)
  }

  @Test func frozenParametersAndMovedStatisticsAreStated() throws {
    let network = try makeNetwork(TinyConvNet.self)
    let unlearned = stepped(network, images: makeImages(), labels: [1], rate: -0.1, frozen: "conv0.weight")
    _ = unlearned.forward(makeImages(4), mode: .train)
    let view = try InversionView(original: network, unlearned: unlearned, labels: [1], steps: 1)
    #expect(view.target.isEntering.count { !$0 } == 1)
    #expect(view.target.isEntering[0] == false)
    let statement = Dictionary(uniqueKeysWithValues: view.statement.map { ($0.key, $0.value) })
    #expect(statement["parameters"] == "9 of 10 tensors, unmoved: conv0.weight")
    #expect(statement["sign"] == "plus (inferred)")
    #expect(statement["target"] == "weight change, unlearned minus original")
    #expect(statement["buffers"] == "4 running statistics moved, the original's used")
    #expect(statement["steps"] == "1")
  }

  @Test func impossibleTargetsAreRefused() throws {
    let network = try makeNetwork(LinearNet.self)
    let zeros = network.parameters.map { Tensor.zeros($0.tensor.shape) }
    #expect(throws: InversionError.vanishingTarget) { try InversionTarget(gradients: zeros, of: network) }
    #expect(throws: InversionError.vanishingTarget) {
      try InversionTarget.update(from: network, to: network.copy(), labels: nil)
    }
    #expect(throws: InversionError.wrongTensorCount(expected: 2, found: 1)) {
      try InversionTarget(gradients: [zeros[0]], of: network)
    }
    #expect(throws: InversionError.wrongShape(name: "fc.bias", expected: [5], found: [4])) {
      try InversionTarget(gradients: [zeros[0], Tensor.ones([4])], of: network)
    }
    #expect(throws: InversionError.nonFiniteTarget(name: "fc.bias")) {
      try InversionTarget(gradients: [zeros[0], Tensor.full([5], value: .nan)], of: network)
    }
    let other = try makeNetwork(TinyConvNet.self)
    #expect(
      throws: InversionError.otherArchitecture(
        original: "linear-net", originalClasses: 5, unlearned: "tiny-conv-net", unlearnedClasses: 5)
    ) { try InversionTarget.update(from: network, to: other, labels: nil) }
  }

  @Test func viewsCheckTheirLabels() throws {
    let network = try makeNetwork(LinearNet.self)
    let target = try InversionTarget.gradient(of: network, images: makeImages(), labels: [0])
    #expect(throws: InversionError.noImages) {
      try InversionView(network: network, target: target, labels: nil, imageCount: 0)
    }
    #expect(throws: InversionError.wrongLabelCount(expected: 1, found: 2)) {
      try InversionView(network: network, target: target, labels: [0, 1])
    }
    #expect(throws: InversionError.labelOutOfRange(5, classCount: 5)) {
      try InversionView(network: network, target: target, labels: [5])
    }
    let other = try makeNetwork(TinyConvNet.self)
    #expect(throws: InversionError.wrongTensorCount(expected: 10, found: 2)) {
      try InversionView(network: other, target: target, labels: [0])
    }
  }
}
