import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct MaskedSmallGradientsTests {
  func options(_ fraction: Double = 0.3, epochs: Int = 0) -> MaskedSmallGradients.Options {
    var options = MaskedSmallGradients.Options()
    options.fraction = fraction
    options.update.epochs = epochs
    return options
  }

  func masks(_ options: MaskedSmallGradients.Options, _ task: UnlearningTask) throws -> [Int: Tensor] {
    try MaskedSmallGradients(options: options)
      .resets(UnlearningRun(task), recipe: options.update.recipe(for: task))
  }

  @Test func exactlyTheMaskIsDrawnAnew() throws {
    for family in [ConvNet.self, ResNet20.self] as [any Architecture.Type] {
      let task = try makeTask(family, batchSize: 24, epochs: 1)
      let network = try MaskedSmallGradients(options: options()).unlearn(task).network
      let masks = try masks(options(), task)
      for (index, (before, after)) in zip(task.original.parameters, network.parameters).enumerated() {
        let differs = zip(before.tensor.floats, after.tensor.floats).map { $0.bitPattern != $1.bitPattern }
        if before.layout == .convolution {
          #expect(differs == masks[index]!.floats.map { $0 == 1 }, "\(before.name)")
          #expect(differs.count { $0 } == Int((0.3 * Double(differs.count)).rounded(.toNearestOrEven)))
        } else {
          #expect(masks[index] == nil && !differs.contains(true), "\(before.name)")
        }
      }
      for (before, after) in zip(task.original.buffers, network.buffers) where before.counter == nil {
        #expect(before.tensor.floats == after.tensor.floats, "the mask moves no running statistics")
      }
    }
  }

  @Test func newValuesHaveTheirSpread() throws {
    // All of conv2, 3×3 from 32 to 64: √(2/(64·9)) = 0.0589, estimated from 18,432 values.
    let task = try makeTask(ConvNet.self)
    let network = try MaskedSmallGradients(options: options(1)).unlearn(task).network
    let values = network.parameters.first { $0.name == "conv2.weight" }!.tensor.doubles
    let spread = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    #expect(abs(spread / 0.058926 - 1) < 0.02)
  }

  @Test func theMaskRanksTheDifferenceOfGradientSums() throws {
    let task = try makeTask(ConvNet.self, batchSize: 5, epochs: 1)
    let random = task.random.child("msg")
    var draws = random.child("retain-subset")
    let rows = Array(draws.permutation(48).prefix(16))
    let weight = task.original.parameters.firstIndex { $0.name == "conv2.weight" }!
    var difference = [Double](repeating: 0, count: task.original.parameters[weight].tensor.count)
    for (subset, name, sign) in [(task.retain.selecting(rows: rows), "retain", 1.0), (task.forget, "forget", -1.0)] {
      let batches = try BatchCycle(subset, batchSize: 5, random: random.child(name))
      for step in 0..<4 {
        let batch = batches.batch(step: step)
        let loss = meanCrossEntropy(task.original.forward(batch.images, mode: .evaluate).logits, labels: batch.labels)
        let part = gradients(of: loss, withRespectTo: [task.original.parameters[weight].tensor])[0].doubles
        for (index, value) in part.enumerated() { difference[index] += sign * value }
      }
    }
    let sizes = difference.map { abs($0) }.sorted()
    // Many weights have no gradient at all: the share is such that the edge lies beyond those.
    let mask = try masks(options(0.9), task)[weight]!.doubles
    // The sums round differently: only weights at the edge may be taken for one another.
    let count = Int((0.9 * Double(sizes.count)).rounded(.toNearestOrEven)), edge = sizes[count - 1]
    let slack = 1e-4 * edge + 1e-9
    #expect(edge > 0)
    for (value, isNew) in zip(difference, mask) {
      #expect(isNew == 1 ? abs(value) <= edge + slack : abs(value) >= edge - slack)
    }
  }

  @Test func keptWeightsMoveATenthAsFar() throws {
    let task = try makeTask(ConvNet.self, batchSize: 48, epochs: 1)
    let masks = try masks(options(), task)
    let start = try MaskedSmallGradients(options: options()).unlearn(task).network
    var one = options()
    one.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0, momentum: 0)
    let result = try MaskedSmallGradients(options: one).unlearn(task)
    let batch = try BatchCycle(task.retain, batchSize: 48, random: task.random).batch(step: 0)
    let loss = meanCrossEntropy(start.forward(batch.images, mode: .train).logits, labels: batch.labels)
    let slopes = gradients(of: loss, withRespectTo: start.parameters.map(\.tensor))
    for (index, parameter) in start.parameters.enumerated() {
      let mask = masks[index]?.doubles
      var expected = parameter.tensor.doubles
      for (place, slope) in slopes[index].doubles.enumerated() {
        let scale: Double = mask.map { $0[place] == 1 ? 1 : 0.1 } ?? 1
        expected[place] -= 0.5 * scale * slope
      }
      #expect(largestDifference(result.network.parameters[index].tensor.doubles, expected) < 1e-6, "\(parameter.name)")
    }
    // Two gradients for the mask, one for the step.
    #expect(result.ledger.gradientEvaluations == 3 && result.ledger.optimizerSteps == 1)
    #expect(result.ledger.forgetVisits == 16 && result.ledger.retainVisits == 16 + 48)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: true))
  }

  @Test func withoutAMaskItIsFineTuning() throws {
    let task = try makeTask(ConvNet.self, epochs: 1)
    var tuning = FineTune.Options()
    tuning.update = MaskedSmallGradients.Options().update
    var all = options(0, epochs: 5)
    all.keptGradient = 1
    #expect(
      bits(try MaskedSmallGradients(options: all).unlearn(task).network)
        == bits(try FineTune(options: tuning).unlearn(task).network))
    let linear = try MaskedSmallGradients(options: options()).unlearn(makeTask(epochs: 1))
    #expect(linear.notes == [.remark("mlp has no convolution: nothing was reset, and this is fine-tuning")])
  }

  @Test func defaultsAreDeepUnlearns() throws {
    let options = MaskedSmallGradients.Options(), recipe = options.update.recipe(for: try makeTask())
    #expect(options.fraction == 0.3 && options.keptGradient == 0.1)
    #expect(recipe.schedule == .triangular)
    #expect(recipe.epochs == 5 && recipe.learningRate == 1e-3 && recipe.momentum == 0.9 && recipe.weightDecay == 5e-4)
  }
}
