import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct FisherForgettingTests {
  func noise(_ task: UnlearningTask, _ name: String, _ shape: Shape) -> [Double] {
    var stream = task.random.child("noise").child(name)
    return Tensor.normal(shape, random: &stream).doubles
  }

  @Test func variancesByHand() throws {
    let weight: [Float] = [0.5, -0.5, 1, 2]
    let task = try makePair(weight: weight, bias: [0.25, -0.25])
    var options = FisherForgetting.Options()
    options.alpha = 1e-3
    options.batchSize = 1
    let q = 1 / (1 + exp(0.5))  // of class 0 at the kept sample, with logits 1.25 and 1.75
    // Σ_y p_y·(q_c − [c = y])² = q(1 − q) for both classes where the pixel is lit, and in the bias; elsewhere 0, where
    // 1/(F + 1e-8) is cut to 100. A class's inputs share their mean; the head has ten times as much.
    let information = q * (1 - q)
    let column = (10 * 1e-3 * (100 + 1 / information) / 2).squareRoot()
    let bias = (10 * 1e-3 / information).squareRoot()
    // Of class 0, which is forgotten, mean 0 and ten times 1e-4.
    let redrawn = 1e-3.squareRoot()
    let w = noise(task, "fc.weight", [2, 2]), b = noise(task, "fc.bias", [2])
    let kept = [-0.5 + column * w[1], 2 + column * w[3], -0.25 + bias * b[1]]
    let result = try FisherForgetting(options: options).unlearn(task)
    let found = head(result.network)
    #expect(largestDifference([found[1], found[3], found[5]], kept) < 1e-6)
    #expect(largestDifference([found[0], found[2], found[4]], [w[0], w[2], b[0]].map { redrawn * $0 }) < 1e-6)
    // A gradient for each class of the kept sample.
    #expect(result.ledger.gradientEvaluations == 2 && result.ledger.retainVisits == 2)
    #expect(result.ledger.forgetVisits == 0)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: false))

    options.classRows = .kept
    let plain = head(try FisherForgetting(options: options).unlearn(task).network)
    #expect(
      largestDifference(
        [plain[0], plain[2], plain[4]], [0.5 + column * w[0], 1 + column * w[2], 0.25 + bias * b[0]]) < 1e-6)
    #expect([plain[1], plain[3], plain[5]] == [found[1], found[3], found[5]])
  }

  @Test func layersShareTheMeanOfTheirInputs() throws {
    let task = try makeTask(ResNet20.self)
    let method = FisherForgetting(options: .init()), redrawn = Tensor.zeros([4])
    var random = RandomStream(seed: 3)
    // Half of them below 1e-3 - 1e-8, where the cut at 1000 acts.
    let weight = task.original.parameters.first { $0.name == "layer1.0.conv1.weight" }!
    let shape = weight.tensor.shape
    let information = Tensor.uniform(shape, in: 0...2e-3, random: &random)
    let found = method.variance(of: weight, information: information, isHead: false, redrawn: redrawn).doubles
    let values = information.doubles, (inputs, outputs) = (shape[2], shape[3])
    var wanted = [Double](repeating: 0, count: values.count)
    for place in 0..<shape[0] * shape[1] {
      for output in 0..<outputs {
        let places = (0..<inputs).map { (place * inputs + $0) * outputs + output }
        let mean = places.reduce(0) { $0 + min(1 / (values[$1] + 1e-8), 1e3) } / Double(inputs)
        for index in places { wanted[index] = 1e-7 * mean }
      }
    }
    #expect(largestDifference(found, wanted) < 1e-9 && wanted.max()! > 6e-5)

    let scale = task.original.parameters.first { $0.name == "bn1.weight" }!
    let one = method.variance(
      of: scale, information: Tensor.full(scale.tensor.shape, value: 0.5), isHead: false, redrawn: redrawn)
    #expect(largestDifference(one.doubles, one.doubles.map { _ in 10 * 1e-7 * 2 }) < 1e-12)
  }

  @Test func informationOfABatch() throws {
    // In the bias of the head F_c is the mean over batches of p̄_c(1 − p̄_c), whatever the labels.
    let task = try makeTask(epochs: 1)
    var options = FisherForgetting.Options()
    options.batchSize = 20
    let run = UnlearningRun(task), method = FisherForgetting(options: options)
    let recipe = run.recipeWithoutEpochs(batchSize: 20, augmentation: nil)
    let found = try method.information(run, recipe: recipe).last!.doubles
    let odds = task.original.predict(task.retain).logits.softmax().doubles
    var wanted = [Double](repeating: 0, count: 4)
    for rows in [0..<20, 20..<40, 40..<48] {
      for c in 0..<4 {
        let mean = rows.reduce(0) { $0 + odds[$1 * 4 + c] } / Double(rows.count)
        wanted[c] += mean * (1 - mean) / 3
      }
    }
    #expect(largestDifference(found, wanted) < 1e-6)
  }

  @Test func runningStatisticsKeepEveryBit() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    let after = bits(try FisherForgetting().unlearn(task).network), before = bits(task.original)
    #expect(Set(before.keys.filter { before[$0] != after[$0] }) == Set(task.original.parameters.map(\.name)))
  }

  @Test func theForgetSetSuffersMore() throws {
    let task = try makeTask(epochs: 4)
    func loss(_ network: Network, _ subset: Subset) -> Double {
      meanCrossEntropy(network.predict(subset).logits, labels: subset.labels).item()
    }
    let result = try FisherForgetting().unlearn(task)
    #expect(loss(result.network, task.forget) > 10 * loss(task.original, task.forget))
    #expect(loss(result.network, task.retain) < 10 * loss(task.original, task.retain))
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    // Without noise and without a new row nothing happens.
    var options = FisherForgetting.Options()
    options.alpha = 0
    options.classRows = .kept
    let still = try FisherForgetting(options: options).unlearn(task).network
    let (after, before) = (still.parameters, task.original.parameters)
    #expect(zip(after, before).allSatisfy { $0.tensor.doubles == $1.tensor.doubles })
  }

  @Test func withoutForgottenClassesNoRowIsRedrawn() throws {
    let task = try makeTask(request: .count(16))
    #expect(FisherForgetting().redrawnClasses(of: task).doubles == [0, 0, 0, 0])
    let classes = try makeTask(request: .classes([1, 3]))
    #expect(FisherForgetting().redrawnClasses(of: classes).doubles == [0, 1, 0, 1])
  }
}
