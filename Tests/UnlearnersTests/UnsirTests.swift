import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct UnsirTests {
  func options(noiseSteps: Int = 0) -> Unsir.Options {
    var options = Unsir.Options()
    options.noiseSteps = noiseSteps
    options.noiseBatchSize = 1
    options.noiseBatches = 1
    options.impairBatchSize = 2
    return options
  }

  let weight: [Double] = [0.7, -0.4, -0.2, 0.9]
  let bias: [Double] = [0.3, -0.1]

  /// Three steps of Adam at rate 0.1 on −CE(z, 0) + 0.1·‖n‖², z = nᵀW + b, from some noise.
  func learnt(_ start: [Double], steps: Int) -> [Double] {
    var n = start, m = [0.0, 0.0], v = [0.0, 0.0]
    for step in 1...steps {
      let z = (0..<2).map { c in n[0] * weight[c] + n[1] * weight[2 + c] + bias[c] }
      let q = 1 / (1 + exp(z[1] - z[0])), error = [q - 1, 1 - q]  // ∂CE/∂z
      for j in 0..<2 {
        let g = -(weight[2 * j] * error[0] + weight[2 * j + 1] * error[1]) + 0.2 * n[j]
        m[j] = 0.9 * m[j] + 0.1 * g
        v[j] = 0.999 * v[j] + 0.001 * g * g
        let (first, second) = (m[j] / (1 - pow(0.9, Double(step))), v[j] / (1 - pow(0.999, Double(step))))
        n[j] -= 0.1 * first / (second.squareRoot() + 1e-8)
      }
    }
    return n
  }

  @Test func noiseStepsByHand() throws {
    let task = try makePair(weight: weight.map(Float.init), bias: bias.map(Float.init))
    let start = try Unsir(options: options()).noise(against: 0, run: UnlearningRun(task)).doubles
    var stream = task.random.child("noise").child(0)
    #expect(start == Tensor.normal([1, 1, 2, 1], random: &stream).doubles)
    let run = UnlearningRun(task)
    let found = try Unsir(options: options(noiseSteps: 3)).noise(against: 0, run: run).doubles
    #expect(largestDifference(found, learnt(start, steps: 3)) < 1e-5)
    #expect(bits(run.network) == bits(task.original), "the noise learns, the network does not")
  }

  @Test func noiseLivesInTheScaleOfNormalisedImages() throws {
    let shape = ImageShape(channels: 1, height: 1, width: 2)
    func learn(_ normalisation: Normalisation) throws -> ErrorMaximisingNoise {
      let network = try Logistic.build(
        input: shape, classCount: 2, normalisation: normalisation, random: RandomStream(seed: 1))
      var noise = ErrorMaximisingNoise(3, for: network, random: RandomStream(seed: 2))
      for _ in 0..<4 { try noise.step(against: 1, network: network, mode: .evaluate) }
      return noise
    }
    let plain = try learn(.identity(channels: 1)), scaled = try learn(Normalisation(mean: [0.5], std: [0.25]))
    #expect(largestDifference(plain.values.doubles, scaled.values.doubles) < 1e-5)
    #expect(largestDifference(scaled.images.doubles, scaled.values.doubles.map { 0.25 * $0 + 0.5 }) < 1e-6)
  }

  @Test func theImpairStepByHand() throws {
    // One noise of class 0 and the kept sample of class 1 in one batch, from even odds. The first step of Adam is the
    // rate against the gradient's sign: row j has ¼·(−n_j + x_j)·(1, −1), x = (0, 1), the bias none.
    let task = try makePair()
    var options = options()
    options.impairRate = 0.1
    options.repairEpochs = 0
    let result = try Unsir(options: options).unlearn(task)
    var stream = task.random.child("noise").child(0)
    let n = Tensor.normal([1, 1, 2, 1], random: &stream).doubles
    let rows = [n[0] < 0 ? -0.1 : 0.1, n[1] < 1 ? -0.1 : 0.1]
    #expect(largestDifference(head(result.network), [rows[0], -rows[0], rows[1], -rows[1], 0, 0]) < 1e-5)
    #expect(result.ledger.forgetSamples == 0 && result.ledger.retainVisits == 1)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.gradientEvaluations == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
  }

  @Test func theRepairStepIsTrainingOnTheKeptSamples() throws {
    let task = try makePair()
    var options = options()
    options.impairEpochs = 0
    options.repairRate = 0.1
    // Adam against (½, −½) in row 1 and in the bias.
    let result = try Unsir(options: options).unlearn(task)
    #expect(largestDifference(head(result.network), [0, 0, -0.1, 0.1, -0.1, 0.1]) < 1e-5)
    #expect(result.recipe.optimizer == .adam && result.recipe.weightDecay == 0 && result.recipe.batchSize == 128)
  }

  @Test func settingsAreThePublishedOnes() {
    var options = Unsir.Options()
    #expect(
      options.plan
        == .init(
          noiseSteps: 25, noiseBatchSize: 32, noiseBatches: 80, retainPerClass: 500, impairRate: 1e-4, repairRate: 1e-4,
          impairBatchSize: 32, repairBatchSize: 128))
    options.setting = .original
    #expect(
      options.plan
        == .init(
          noiseSteps: 40, noiseBatchSize: 256, noiseBatches: 20, retainPerClass: 1_000, impairRate: 0.02,
          repairRate: 0.01, impairBatchSize: 256, repairBatchSize: 256))
    options.noiseSteps = 250
    #expect(options.plan.noiseSteps == 250)
  }

  @Test func everyClassHasItsNoise() throws {
    let task = try makeTask(request: .classes([2, 0]))
    var options = options(noiseSteps: 2)
    options.noiseBatchSize = 3
    options.noiseBatches = 4
    options.retainPerClass = 5
    options.impairBatchSize = 7
    let method = Unsir(options: options), run = UnlearningRun(task)
    #expect(try method.noise(against: 0, run: run).doubles != method.noise(against: 2, run: run).doubles)
    let result = try method.unlearn(task)
    // 2·3·4 noise rows and 5 samples of each of two kept classes in batches of 7; then those samples again in one batch.
    #expect(result.epochs.map(\.steps) == [5, 1] && result.epochs.map(\.images) == [10, 10])
    #expect(result.ledger.retainSamples == 10 && result.ledger.retainVisits == 20 && result.ledger.forgetSamples == 0)
    #expect(result.ledger.gradientEvaluations == 2 * 2 + 5 + 1)
    let chosen = Unsir.firstOfEachClass(5, of: task.retain)
    #expect(chosen.ofClasses([1]).positions == Array(task.retain.ofClasses([1]).positions.prefix(5)))
  }

  @Test func refusesWhatIsNotAClass() throws {
    let task = try makeTask(request: .count(10))
    #expect(throws: UnlearningError.forgetsOnlyClasses(method: "unsir")) { try Unsir().unlearn(task) }
  }

  @Test func learningNoiseMovesStatisticsInTrainModeAlone() throws {
    let task = try makeTask(ResNet20.self)
    var options = options(noiseSteps: 2)
    options.noiseBatchSize = 8
    options.impairEpochs = 0
    options.repairEpochs = 0
    let before = bits(task.original)
    let moved = bits(try Unsir(options: options).unlearn(task).network)
    let names = before.keys.filter { before[$0] != moved[$0] }
    #expect(!names.isEmpty && Set(names) == Set(before.keys.filter { $0.contains("running") }))
    options.noiseBatchNorm = .evaluate
    #expect(bits(try Unsir(options: options).unlearn(task).network) == before)
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    var options = Unsir.Options()
    // The task has 48 kept samples: little noise beside them, and rates between those of the two settings.
    options.noiseBatchSize = 8
    options.noiseBatches = 1
    options.impairBatchSize = 8
    options.repairBatchSize = 8
    options.impairEpochs = 2
    options.impairRate = 0.01
    options.repairRate = 0.005
    let result = try Unsir(options: options).unlearn(task)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }
}
