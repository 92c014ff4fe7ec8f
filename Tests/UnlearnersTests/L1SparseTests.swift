import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct L1SparseTests {
  func options(alpha: Double, _ decay: L1Sparse.Decay = .decreasing, epochs: Int = 1) -> L1Sparse.Options {
    var options = L1Sparse.Options()
    options.alpha = alpha
    options.decay = decay
    options.update = UpdateOptions(epochs: epochs, learningRate: 0.5, weightDecay: 0, momentum: 0)
    return options
  }

  @Test func oneStepByHand() throws {
    // θ − ½(g + 0.1·sign θ): row 0 sees the penalty alone, row 1 and the bias, which are 0, the gradient alone.
    let task = try makePair(weight: [1, -2, 0, 0])
    let result = try L1Sparse(options: options(alpha: 0.1)).unlearn(task)
    #expect(largestDifference(head(result.network), [0.95, -1.95, -0.25, 0.25, -0.25, 0.25]) < 1e-7)
    #expect(result.ledger.forgetVisits == 0 && result.ledger.retainVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
  }

  @Test func thePenaltyFadesByEpoch() throws {
    // Row 0 moves by ½·α(t) an epoch: 0.1·(1 + ¾ + ½ + ¼)·½ = 0.125 over four epochs.
    for (decay, moved) in [(L1Sparse.Decay.decreasing, 0.125), (.constant, 0.2), (.increasing, 0.075)] {
      let result = try L1Sparse(options: options(alpha: 0.1, decay, epochs: 4)).unlearn(
        makePair(weight: [1, -2, 0, 0]))
      #expect(largestDifference(Array(head(result.network).prefix(2)), [1 - moved, -2 + moved]) < 1e-6, "\(decay)")
    }
  }

  @Test func plainEpochsComeLast() {
    var options = options(alpha: 0.4)
    options.plainEpochs = 2
    #expect(
      (0..<6).map { options.alpha(epoch: $0, of: 6) }.elementsEqual([0.4, 0.3, 0.2, 0.1, 0, 0]) { abs($0 - $1) < 1e-12 }
    )
    options.plainEpochs = 9
    #expect((0..<6).allSatisfy { options.alpha(epoch: $0, of: 6) == 0 })
  }

  @Test func withoutPenaltyItIsFineTuning() throws {
    let task = try makeTask()
    var options = L1Sparse.Options()
    options.alpha = 0
    #expect(bits(try L1Sparse(options: options).unlearn(task).network) == bits(try FineTune().unlearn(task).network))
  }

  @Test func itShrinksTheWeights() throws {
    let task = try makeTask(epochs: 4)
    func size(_ network: Network) -> Double {
      network.parameters.reduce(0) { $0 + $1.tensor.doubles.reduce(0) { $0 + abs($1) } }
    }
    var options = L1Sparse.Options()
    options.alpha = 5e-3
    let result = try L1Sparse(options: options).unlearn(task)
    #expect(size(result.network) < 0.8 * size(try FineTune().unlearn(task).network))
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    options.plainEpochs = 3
    options.decay = .constant
    try roundTrip(options)
  }
}
