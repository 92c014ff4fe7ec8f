import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct ClassMeanFeaturesTests {
  func options(epochs: Int, _ bias: ClassMeanFeatures.Bias = .nearestMean) -> ClassMeanFeatures.Options {
    var options = ClassMeanFeatures.Options()
    options.update.epochs = epochs
    options.bias = bias
    return options
  }

  @Test func meansByHand() throws {
    // Class 0 is to be forgotten. Class 1: (0, 1) and (0, 0.2), mean (0, 0.6). Class 2: (1, 0).
    let task = try makePixels(
      [[255, 255], [0, 255], [0, 51], [255, 0]], labels: [0, 1, 1, 2], forget: 1, classCount: 3,
      weight: [9, 9, 9, 9, 9, 9], bias: [9, 9, 9])
    let result = try ClassMeanFeatures(options: options(epochs: 0)).unlearn(task)
    // Weight a row a pixel, then bias −½‖μ‖²; class 0 is the others' mean, less 1.
    #expect(
      largestDifference(head(result.network), [0.5, 0, 1, 0.3, 0.6, 0, -1.34, -0.18, -0.5]) < 1e-6)
    #expect(result.ledger[.retain] == DataAccess(size: 3, samples: 3, gradientVisits: 0, readings: 3))
    #expect(result.ledger.forgetSamples == 0)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
    let plain = try ClassMeanFeatures(options: options(epochs: 0, .zero)).unlearn(task)
    #expect(largestDifference(head(plain.network), [0.5, 0, 1, 0.3, 0.6, 0, -1, 0, 0]) < 1e-6)
  }

  @Test func withoutAnEpochOnlyTheHeadChanges() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24, epochs: 1)
    let network = try ClassMeanFeatures(options: options(epochs: 0)).unlearn(task).network
    #expect(changed(network, from: task.original) == ["fc.weight", "fc.bias"], "running statistics stay")
  }

  @Test func theHeadStaysTied() throws {
    let task = try makeTask(epochs: 4)
    let result = try ClassMeanFeatures(options: options(epochs: 3)).unlearn(task)
    let outputs = result.network.predict(task.retain)
    let features = outputs.features.doubles, weight = result.network.headWeight.tensor.doubles
    for label in 1..<4 {
      let rows = outputs.labels.indices.filter { outputs.labels[$0] == label }
      var mean = [Double](repeating: 0, count: 128)
      for row in rows {
        for d in 0..<128 { mean[d] += features[row * 128 + d] / Double(rows.count) }
      }
      #expect(largestDifference((0..<128).map { weight[$0 * 4 + label] }, mean) < 1e-5)
    }
    // Once before each epoch and once after the last.
    #expect(result.ledger[.retain] == DataAccess(size: 48, samples: 48, gradientVisits: 144, readings: 192))
    #expect(changed(result.network, from: task.original).count == 6, "the trunk is trained")
    #expect(result.network.accuracy(on: task.forget) == 0, "a class without a mean is never the answer")
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }

  /// The first step by hand: under the tied head of the original, over the trunk alone.
  @Test func trainsTheTrunkUnderTheTiedHead() throws {
    let task = try makeTask(batchSize: 48, epochs: 2)
    let network = try ClassMeanFeatures(options: options(epochs: 0)).unlearn(task).network
    let trunk = network.parameters.filter { $0 !== network.headWeight && $0 !== network.headBias }
    var other = options(epochs: 1)
    other.update = UpdateOptions(epochs: 1, learningRate: 0.01, weightDecay: 0, momentum: 0)
    let result = try ClassMeanFeatures(options: other).unlearn(task).network
    let batch = try BatchCycle(task.retain, batchSize: 48, random: task.random).batch(step: 0)
    let loss = meanCrossEntropy(network.forward(batch.images, mode: .train).logits, labels: batch.labels)
    let sgd = SGD(trunk, momentum: 0, weightDecay: 0)
    sgd.step(gradients: gradients(of: loss, withRespectTo: trunk.map(\.tensor)), learningRate: 0.01)
    for parameter in trunk {
      let after = result.parameters.first { $0.name == parameter.name }!
      #expect(after.tensor.floats == parameter.tensor.floats, "\(parameter.name)")
    }
  }
}
