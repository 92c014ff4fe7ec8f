import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct SelectiveSynapticDampeningTests {
  /// The forget sample is given even odds, the kept one is known well.
  let weight: [Float] = [0.2, 0.6, -1, 2]
  let bias: [Float] = [0.1, -0.3]
  /// The gradient's size at the forget sample, and at the kept one: q₀ with logits −0.9 and 1.7.
  let forget = 0.5
  let kept = 1 / (1 + exp(2.6))

  func options(alpha: Double = 1.5, lambda: Double = 0.8) -> SelectiveSynapticDampening.Options {
    var options = SelectiveSynapticDampening.Options()
    options.alpha = alpha
    options.lambda = lambda
    options.batchSize = 1
    return options
  }

  @Test func masksAndFactorsByHand() throws {
    // I_f: forget² in row 0 and in the bias, 0 in row 1. I: forget²/2, kept²/2, (forget² + kept²)/2.
    let task = try makePair(weight: weight, bias: bias)
    let result = try SelectiveSynapticDampening(options: options()).unlearn(task)
    // Row 0: 2 > 1.5, so 0.8/2. Bias: 1.96 > 1.5. Row 1: 0.
    let atBias = 0.8 * (forget * forget + kept * kept) / 2 / (forget * forget)
    let wanted = [0.2 * 0.4, 0.6 * 0.4, -1, 2, 0.1 * atBias, -0.3 * atBias]
    #expect(largestDifference(head(result.network), wanted) < 1e-6)
    #expect(result.diagnostic("dampened") == 4.0 / 6)
    // One gradient of the forget sample, two of all.
    #expect(result.ledger.gradientEvaluations == 3 && result.ledger.optimizerSteps == 0)
    #expect(result.ledger.forgetVisits == 2 && result.ledger.retainVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: true))
    #expect(result.epochs.isEmpty && result.recipe.epochs == 0 && result.recipe.batchSize == 1)
  }

  @Test func unselectedWeightsKeepEveryBit() throws {
    let task = try makePair(weight: weight, bias: bias)
    // 1.96 < 1.99 < 2: row 0 alone.
    let result = try SelectiveSynapticDampening(options: options(alpha: 1.99)).unlearn(task)
    let (after, before) = (bits(result.network), bits(task.original))
    #expect(after["fc.bias"] == before["fc.bias"])
    #expect(after["fc.weight"]![2...] == before["fc.weight"]![2...])
    #expect(largestDifference(Array(head(result.network).prefix(2)), [0.08, 0.24]) < 1e-7)
    #expect(result.diagnostic("dampened") == 2.0 / 6)
    // At α = 2 nothing is selected, for the comparison is strict; at λ = 3 factors would be above 1.
    #expect(try bits(SelectiveSynapticDampening(options: options(alpha: 2)).unlearn(task).network) == before)
    #expect(
      try bits(SelectiveSynapticDampening(options: options(lambda: 3)).unlearn(task).network) == before)
  }

  @Test func weightsThatMatterToNothingStay() throws {
    let network = try makePair(weight: weight, bias: bias).original.copy()
    let before = bits(network), zeros = network.parameters.map { Tensor.zeros($0.tensor.shape) }
    #expect(SelectiveSynapticDampening().dampen(network.parameters, whole: zeros, forget: zeros) == 0)
    #expect(bits(network) == before)
  }

  func importance(_ importance: SelectiveSynapticDampening.Importance, batchSize: Int) throws -> [Double] {
    let task = try makePair(weight: weight, bias: bias)
    var options = options()
    options.importance = importance
    return try SelectiveSynapticDampening(options: options).importance(
      UnlearningRun(task), of: task.retain.joined(with: task.forget), batchSize: batchSize, isShuffled: false,
      random: task.random
    ).flatMap(\.doubles)
  }

  @Test func aBatchIsSquaredAsAWhole() throws {
    // The two gradients stand against each other in the bias.
    let (f, k) = (forget, kept)
    let single = [f * f / 2, f * f / 2, k * k / 2, k * k / 2, (f * f + k * k) / 2, (f * f + k * k) / 2]
    #expect(try largestDifference(importance(.squaredGradient, batchSize: 1), single) < 1e-7)
    let both = [f * f / 4, f * f / 4, k * k / 4, k * k / 4, (f - k) * (f - k) / 4, (f - k) * (f - k) / 4]
    #expect(try largestDifference(importance(.squaredGradient, batchSize: 2), both) < 1e-7)
  }

  @Test func lossFreeImportanceByHand() throws {
    // ∂‖z‖²/∂z = 2z, with z = (0.3, 0.3) and (−0.9, 1.7).
    let single = [0.3, 0.3, 0.9, 1.7, 1.2, 2.0]
    #expect(try largestDifference(importance(.lossFree, batchSize: 1), single) < 1e-6)
    #expect(try largestDifference(importance(.lossFree, batchSize: 2), [0.3, 0.3, 0.9, 1.7, 0.6, 2.0]) < 1e-6)
    var options = options()
    options.importance = .lossFree
    let result = try SelectiveSynapticDampening(options: options).unlearn(makePair(weight: weight, bias: bias))
    // Classes are forgotten, so that batches are by class: sorting reads the labels.
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: true))
    options.order = .shuffled
    let shuffled = try SelectiveSynapticDampening(options: options).unlearn(makePair(weight: weight, bias: bias))
    #expect(shuffled.ledger.knowledge == .init(forgetLabels: false, retainLabels: false))
    // Row 0: 0.6 against 0.3; bias: 0.6 against 1.2 and 2. Row 1: 0.
    #expect(largestDifference(head(result.network), [0.08, 0.24, -1, 2, 0.1, -0.3]) < 1e-7)
  }

  @Test func theOrderFollowsTheRequest() throws {
    let sorted = SelectiveSynapticDampening.byClass(try makeTask().retain)
    #expect(sorted.labels == sorted.labels.sorted())
    for label in 1...3 { #expect(sorted.ofClasses([label]).positions == sorted.ofClasses([label]).positions.sorted()) }
    func network(_ request: ForgetRequest, seed: UInt64, _ order: SelectiveSynapticDampening.Order) throws -> [String:
      [UInt32]]
    {
      var options = options(alpha: 1)
      options.batchSize = 8
      options.order = order
      let task = try makeTask(request: request, epochs: 2, seed: seed)
      return try bits(SelectiveSynapticDampening(options: options).unlearn(task).network)
    }
    let byRequest = try network(.classes([0]), seed: 5, .byRequest)
    #expect(try byRequest == network(.classes([0]), seed: 6, .byRequest), "by class, nothing is drawn")
    #expect(try byRequest == network(.classes([0]), seed: 6, .byClass))
    #expect(try byRequest != network(.classes([0]), seed: 5, .shuffled))
    let drawn = try network(.count(16), seed: 5, .byRequest)
    #expect(try drawn == network(.count(16), seed: 5, .shuffled))
    #expect(try drawn != network(.count(16), seed: 6, .byRequest))
  }

  @Test func runningStatisticsKeepEveryBit() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    let after = bits(try SelectiveSynapticDampening(options: options(alpha: 1)).unlearn(task).network)
    let before = bits(task.original)
    let changed = before.keys.filter { before[$0] != after[$0] }
    #expect(!changed.isEmpty && changed.allSatisfy { !$0.contains("running") })
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    var options = options(alpha: 2, lambda: 0.5)
    options.batchSize = 8
    let result = try SelectiveSynapticDampening(options: options).unlearn(task)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }
}
