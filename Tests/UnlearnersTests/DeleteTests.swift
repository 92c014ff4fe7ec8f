import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct DeleteTests {
  @Test func oneStepByHand() throws {
    // All forget samples in one batch, from a student that is the teacher: ∂L/∂z = q − p, p being q without the true
    // class; the mean of it is the gradient of the head's bias.
    let task = try makeTask(batchSize: 64, epochs: 1)
    var options = Delete.Options()
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, weightDecay: 0, momentum: 0)
    let result = try Delete(options: options).unlearn(task)
    let logits = task.original.predict(task.forget).logits.doubles
    var wanted = task.original.headBias.tensor.doubles
    for (row, label) in task.forget.labels.enumerated() {
      let q = (0..<4).map { exp(logits[row * 4 + $0]) }, total = q.reduce(0, +)
      for c in 0..<4 {
        let p = c == Int(label) ? 0 : q[c] / (total - q[Int(label)])
        wanted[c] -= 0.5 * (q[c] / total - p) / 16
      }
    }
    #expect(largestDifference(result.network.headBias.tensor.doubles, wanted) < 1e-6)
    #expect(largestDifference(task.original.headBias.tensor.doubles, wanted) > 0.01)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.forgetVisits == 16 && result.ledger.retainVisits == 0)
    #expect(result.ledger.knowledge == .init(forgetLabels: true, retainLabels: false))
  }

  @Test func twoClassesByHand() throws {
    // The target is class 1 altogether; two steps at rate 1: z₀ − z₁ falls by 4(1 − p₁), as row 0 and the bias move.
    var options = Delete.Options()
    options.update = UpdateOptions(epochs: 2, learningRate: 1, weightDecay: 0, momentum: 0)
    let result = try Delete(options: options).unlearn(makePair())
    let moved = 0.5 + 1 / (1 + exp(2.0))
    #expect(largestDifference(head(result.network), [-moved, moved, 0, 0, -moved, moved]) < 1e-6)
  }

  @Test func theTrueClassHasNoPart() {
    let logits = Tensor([3, -1, 2, 80, 0, -80] as [Float], shape: [2, 3])
    let target = Delete.masked(logits, labels: [0, 1])
    #expect(target.doubles == [-1e10, -1, 2, 80, -1e10, -80])
    let odds = target.softmax().doubles
    #expect(odds[0] == 0 && odds[4] == 0)
    #expect(abs(odds[2] / odds[1] - exp(3.0)) < 1e-4 && odds[3] == 1)
  }

  @Test func batchNormMovesOnlyInTrainMode() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    let before = bits(task.original)
    var options = Delete.Options()
    options.update.epochs = 2
    func changed() throws -> Set<String> {
      let after = bits(try Delete(options: options).unlearn(task).network)
      return Set(before.keys.filter { before[$0] != after[$0] })
    }
    #expect(try changed() == Set(before.keys))
    options.update.batchNorm = .evaluate
    #expect(try changed() == Set(task.original.parameters.map(\.name)), "statistics stay, their layers' weights move")
    #expect(bits(task.original) == before)
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    var options = Delete.Options()
    options.update.learningRate = 0.01
    let result = try Delete(options: options).unlearn(task)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.1)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }
}
