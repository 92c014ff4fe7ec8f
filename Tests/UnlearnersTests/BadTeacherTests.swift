import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct BadTeacherTests {
  @Test(arguments: BadTeacher.Reduction.allCases) func oneStepByHand(reduction: BadTeacher.Reduction) throws {
    let task = try makePair()
    var options = BadTeacher.Options()
    options.retainFraction = 1
    options.temperature = 2
    options.reduction = reduction
    options.update = UpdateOptions(epochs: 1, learningRate: 0.5, optimizer: .sgd, weightDecay: 0, momentum: 0)
    options.update.batchSize = 2
    let result = try BadTeacher(options: options).unlearn(task)
    // Both samples in one batch. The competent teacher says (½, ½) to the kept sample, as the student does: no gradient.
    // To the forgotten one the incompetent says p = softmax(u/2): ∂L/∂z = (½ − p)/T over 2 samples (and 2 classes).
    let stranger = head(try task.initial(task.random.child("incompetent-teacher")))
    let u = (stranger[0] + stranger[4], stranger[1] + stranger[5])
    let p = 1 / (1 + exp((u.1 - u.0) / 2))
    let step = 0.5 * (p - 0.5) / 2 / (reduction == .elements ? 4 : 2)
    #expect(largestDifference(head(result.network), [step, -step, 0, 0, step, -step]) < 1e-8)
    #expect(abs(step) > 1e-4)
    #expect(result.ledger.optimizerSteps == 1 && result.ledger.forgetVisits == 1 && result.ledger.retainVisits == 1)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: false))
  }

  @Test func takesAThirdOfTheRetainSet() throws {
    let task = try makeTask()
    let subset = BadTeacher().retainSubset(of: task)
    #expect(subset.count == 14 && Set(subset.positions).isSubset(of: Set(task.retain.positions)))
    #expect(subset.positions == subset.positions.sorted())
    let result = try BadTeacher().unlearn(task)
    #expect(result.ledger.forgetSamples == 16 && result.ledger.retainSamples == 14)
    #expect(result.recipe.optimizer == .adam && result.recipe.learningRate == 1e-4 && result.recipe.epochs == 1)
    #expect(result.recipe.weightDecay == 0)
  }

  @Test func neitherTeacherLearns() throws {
    let task = try makeTask(ResNet20.self, batchSize: 30)
    let before = bits(task.original)
    let network = try BadTeacher().unlearn(task).network
    #expect(bits(task.original) == before)
    #expect(bits(network)["bn1.running_mean"] != before["bn1.running_mean"], "the student normalises by batch")
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    var options = BadTeacher.Options()
    options.update.epochs = 20
    options.update.learningRate = 1e-3
    let result = try BadTeacher(options: options).unlearn(task)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    options.reduction = .samples
    options.temperature = 2
    options.retainFraction = 0.5
    try roundTrip(options)
  }
}
