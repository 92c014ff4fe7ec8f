import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct NoisyGradientDescentTests {
  func options(_ form: NoisyGradientDescent.Form, noise: Double, epochs: Int = 1) -> NoisyGradientDescent.Options {
    var options = NoisyGradientDescent.Options()
    options.form = form
    options.noise = noise
    options.update = UpdateOptions(epochs: epochs, learningRate: 0.5, weightDecay: 0, momentum: 0)
    return options
  }

  /// ξ of the first step, weight before bias.
  func noise(_ task: UnlearningTask) -> [Double] {
    ["fc.weight", "fc.bias"].flatMap { name -> [Double] in
      var stream = task.random.child("step").child(0).child("noise").child(name)
      return Tensor.normal(name == "fc.bias" ? [2] : [2, 2], random: &stream).doubles
    }
  }

  @Test func oneStepByHand() throws {
    // θ − ½(g + σξ) with g = (½, −½) in the kept sample's row and in the bias.
    let task = try makePair()
    let result = try NoisyGradientDescent(options: options(.gradient, noise: 0.2)).unlearn(task)
    let wanted = zip([0, 0, -0.25, 0.25, -0.25, 0.25], noise(task)).map { $0 - 0.5 * 0.2 * $1 }
    #expect(largestDifference(head(result.network), wanted) < 1e-7)
    #expect(result.ledger.forgetVisits == 0 && result.ledger.retainVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
  }

  @Test func aLangevinStepByHand() throws {
    // θ − ½g + √(2·½)·σξ.
    let task = try makePair()
    let result = try NoisyGradientDescent(options: options(.langevin, noise: 0.2)).unlearn(task)
    let wanted = zip([0, 0, -0.25, 0.25, -0.25, 0.25], noise(task)).map { $0 + 0.2 * $1 }
    #expect(largestDifference(head(result.network), wanted) < 1e-7)
  }

  @Test func withoutNoiseItIsFineTuning() throws {
    let task = try makeTask()
    let alone = try FineTune(options: .init()).unlearn(task)
    for form in NoisyGradientDescent.Form.allCases {
      var options = NoisyGradientDescent.Options()
      options.form = form
      options.noise = 0
      #expect(bits(try NoisyGradientDescent(options: options).unlearn(task).network) == bits(alone.network))
    }
  }

  @Test func theNoiseHasTheSizeAsked() throws {
    // One step of a batch that holds everything: what differs from the step without noise is −ησξ.
    let task = try makeTask(batchSize: 64)
    func weights(_ noise: Double) throws -> [Double] {
      try NoisyGradientDescent(options: options(.gradient, noise: noise)).unlearn(task).network
        .parameters.flatMap(\.tensor.doubles)
    }
    let moved = zip(try weights(0.02), try weights(0)).map { $0 - $1 }
    let count = Double(moved.count)
    let mean = moved.reduce(0, +) / count
    let deviation = (moved.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    #expect(abs(mean) < 4 * 0.01 / count.squareRoot())
    #expect(abs(deviation / 0.01 - 1) < 4 / (2 * count).squareRoot() + 1e-3)
  }

  @Test func everyStepDrawsAnew() throws {
    // Rate 0: only Langevin's scale would vanish too, so compare steps of the gradient form through the momentum-free sum.
    let task = try makePair()
    let one = head(try NoisyGradientDescent(options: options(.gradient, noise: 0.2)).unlearn(task).network)
    let two = head(try NoisyGradientDescent(options: options(.gradient, noise: 0.2, epochs: 2)).unlearn(task).network)
    // The forgotten sample's row sees no gradient: it is a sum of noises alone.
    #expect(abs(two[0] - 2 * one[0]) > 1e-4)
    try roundTrip(options(.langevin, noise: 0.3))
  }
}
