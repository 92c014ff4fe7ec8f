import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct SalUnTests {
  func options(fraction: Double = 0.5, _ kept: SalUn.MaskedWeights = .restored) -> SalUn.Options {
    var options = SalUn.Options()
    options.fraction = fraction
    options.maskedWeights = kept
    return options
  }

  @Test func oneEpochByHand() throws {
    // The forget gradient is ±½ in row 0 and in the bias, 0 in row 1: of six weights the first three of the four largest
    // may move, which are row 0 and the bias of class 0.
    let task = try makePair()
    var options = options()
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0, momentum: 0)
    let result = try SalUn(options: options).unlearn(task)
    let label = RandomLabels(
      truth: [0], classCount: 2, trueLabel: .allowed, redraw: .eachEpoch, random: task.random.child("labels")
    ).labels(epoch: 0)[0]
    // Step 1, the forget sample: −½(½ − [label = 0]) and the opposite. Step 2, the kept one: the bias meets p₀.
    let first = label == 0 ? 0.25 : -0.25
    let bias = first - 0.5 / (1 + exp(-first))
    #expect(largestDifference(head(result.network), [first, -first, 0, 0, bias, 0]) < 1e-7)
    // One gradient for the mask, two for the steps.
    #expect(result.ledger.gradientEvaluations == 3 && result.ledger.optimizerSteps == 2)
    #expect(result.ledger.forgetVisits == 2 && result.ledger.retainVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: true))
  }

  /// The mask of a method, and the values of a network at masked and at free weights.
  func split(_ network: Network, _ masks: [Tensor]) -> (masked: [UInt32], free: [UInt32]) {
    var masked: [UInt32] = [], free: [UInt32] = []
    for (parameter, mask) in zip(network.parameters, masks) {
      for (value, isFree) in zip(parameter.tensor.floats, mask.floats) {
        if isFree > 0 { free.append(value.bitPattern) } else { masked.append(value.bitPattern) }
      }
    }
    return (masked, free)
  }

  @Test func maskedWeightsKeepEveryBit() throws {
    let task = try makeTask(ConvNet.self, batchSize: 16, epochs: 1)
    for optimizer in TrainingRecipe.OptimizerKind.allCases {
      var options = options(fraction: 0.3)
      // A weight decay and a momentum that would move anything they reach.
      options.update = UpdateOptions(epochs: 2, learningRate: 0.01, optimizer: optimizer, weightDecay: 0.1)
      let method = SalUn(options: options)
      let masks = try method.mask(UnlearningRun(task), recipe: options.update.recipe(for: task)).masks
      let before = split(task.original, masks), after = split(try method.unlearn(task).network, masks)
      #expect(before.free.count == Int(0.3 * Double(task.original.parameterCount)))
      #expect(after.masked == before.masked)
      #expect(zip(after.free, before.free).count { $0 != $1 } > before.free.count * 9 / 10)
    }
  }

  @Test func aLossThatIsNotFiniteMakesNoMask() throws {
    let task = try makePair(weight: [.infinity, 0, 0, 0])
    #expect(throws: TrainingError.self) {
      try SalUn(options: options()).mask(UnlearningRun(task), recipe: options().update.recipe(for: task))
    }
  }

  @Test func theOldReleaseLeaks() throws {
    let task = try makeTask(epochs: 1)
    var options = options(fraction: 0.3, .leaking)
    options.update.epochs = 1
    let method = SalUn(options: options)
    let masks = try method.mask(UnlearningRun(task), recipe: options.update.recipe(for: task)).masks
    let before = split(task.original, masks), after = split(try method.unlearn(task).network, masks)
    #expect(zip(after.masked, before.masked).count { $0 != $1 } > before.masked.count / 2)
    options.update.weightDecay = 0
    let still = split(try SalUn(options: options).unlearn(task).network, masks)
    #expect(still.masked == before.masked, "without weight decay nothing leaks")
  }

  @Test func theMaskRanksTheSumOfBatchGradients() throws {
    // Batches of 5, 5, 5 and 1 samples: the sum of their means, not the mean over samples, and not a sum of sizes.
    let task = try makeTask(batchSize: 5, epochs: 1)
    let recipe = options().update.recipe(for: task)
    let masks = try SalUn(options: options(fraction: 0.1)).mask(UnlearningRun(task), recipe: recipe).masks
    let batches = try BatchCycle(task.forget, batchSize: 5, random: task.random.child("saliency"))
    var sums = [Double](repeating: 0, count: task.original.parameterCount)
    for step in 0..<4 {
      let batch = batches.batch(step: step)
      let loss = meanCrossEntropy(task.original.forward(batch.images, mode: .evaluate).logits, labels: batch.labels)
      let parts = gradients(of: loss, withRespectTo: task.original.parameters.map(\.tensor)).flatMap(\.doubles)
      for (index, part) in parts.enumerated() { sums[index] += part }
    }
    let order = sums.indices.sorted { abs(sums[$0]) > abs(sums[$1]) }
    let kept = Int(0.1 * Double(sums.count))
    let chosen = Set(masks.flatMap(\.doubles).enumerated().filter { $0.element > 0 }.map(\.offset))
    #expect(chosen.count == kept)
    // The two sums round differently: only weights at the very edge may be taken for one another.
    let wrong = chosen.symmetricDifference(order.prefix(kept))
    let edge = abs(sums[order[kept]])
    #expect(wrong.allSatisfy { abs(abs(sums[$0]) - edge) <= 1e-5 * edge })
  }

  @Test func aFullMaskIsRandomLabelling() throws {
    let task = try makeTask()
    for batches in SalUn.Batches.allCases {
      var plain = RandomLabel.Options()
      plain.variant = batches == .joint ? .joint : .sequential
      plain.update.learningRate = 0.013
      var options = options(fraction: 1)
      options.batches = batches
      #expect(
        bits(try SalUn(options: options).unlearn(task).network)
          == bits(try RandomLabel(options: plain).unlearn(task).network))
    }
  }

  @Test func theSoftMaskLeavesManyWeights() throws {
    let task = try makeTask(epochs: 1)
    var options = options(fraction: 0.8)
    options.mask = .soft
    options.update.epochs = 1
    options.update.weightDecay = 0.01
    let result = try SalUn(options: options).unlearn(task)
    let total = task.original.parameterCount
    let after = result.network.parameters.flatMap { $0.tensor.floats.map(\.bitPattern) }
    let before = task.original.parameters.flatMap { $0.tensor.floats.map(\.bitPattern) }
    let same = zip(after, before).count { $0 == $1 }
    // One epoch of 2 + 6 steps: after the last, at least 0.8·(7/8) of the weights are where they were.
    #expect(same >= Int(0.8 * (7.0 / 8) * Double(total)) && same < total)
    // There is no mask to be made of labels, and the drawn ones may be true.
    #expect(!result.ledger.knowledge.forgetLabels)
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    let result = try SalUn().unlearn(task)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    var other = options(fraction: 0.2, .leaking)
    other.mask = .soft
    other.batches = .joint
    other.trueLabel = .excluded
    other.redraw = .once
    try roundTrip(other)
  }
}
