import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct ExactUnlearningKTests {
  func untrained(_ head: ExactUnlearningK.Head) -> ExactUnlearningK.Options {
    var options = ExactUnlearningK.Options()
    options.head = head
    options.update.epochs = 0
    return options
  }

  /// Names whose bits are those of some network.
  func equal(_ network: Network, to other: Network) -> Set<String> {
    let (a, b) = (bits(network), bits(other))
    return Set(a.keys.filter { a[$0] == b[$0] })
  }

  @Test func putsTheEndBackToFreshWeights() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24, epochs: 1)
    let fresh = try task.initial(task.random.child("eu-k").child("init"))
    let end = Set(bits(fresh).keys.filter { $0.hasPrefix("layer3") })
    let head: Set = ["fc.weight", "fc.bias"]
    let reset = try ExactUnlearningK(options: untrained(.reset)).unlearn(task).network
    #expect(equal(reset, to: fresh).isSuperset(of: end.union(head)), "running statistics included")
    #expect(equal(reset, to: task.original) == Set(bits(fresh).keys).subtracting(end).subtracting(head))
    for kept in [ExactUnlearningK.Head.trained, .frozen] {
      let network = try ExactUnlearningK(options: untrained(kept)).unlearn(task).network
      #expect(equal(network, to: task.original) == Set(bits(fresh).keys).subtracting(end))
    }
  }

  @Test func sharesTheOriginalsWeightsWhenAsked() throws {
    // The original is untrained, from seed 7: put back to its own first weights it is itself.
    let task = try makeTask()
    var options = untrained(.reset)
    options.initialisation = .original
    var method = ExactUnlearningK(options: options)
    #expect(
      throws: UnlearningError.originalInitialisationUnknown(
        method: "eu-k", option: "initialisation: original", instead: "initialisation: fresh")
    ) { try method.unlearn(task) }
    method.originalInitialisation = RandomStream(seed: 7)
    let result = try method.unlearn(task)
    #expect(bits(result.network) == bits(task.original) && result.notes == [.sharedInitialisation])
  }

  @Test func trainsTheEndOnTheRetainSet() throws {
    let task = try makeTask(epochs: 2)
    let result = try ExactUnlearningK().unlearn(task)
    #expect(result.recipe.epochs == 2 && result.recipe.learningRate == 0.01, "as many epochs as the original")
    // The same by hand: reset, then SGD over the last layers alone.
    let network = task.original.copy()
    let fresh = try task.initial(task.random.child("eu-k").child("init"))
    let moving = network.parameters.filter { !$0.name.hasPrefix("fc1") }
    for (mine, theirs) in zip(network.parameters, fresh.parameters) where !mine.name.hasPrefix("fc1") {
      mine.assign(theirs.tensor.detached())
    }
    let sgd = SGD(moving, momentum: 0.9, weightDecay: 5e-4)
    let batches = try BatchCycle(task.retain, batchSize: 8, random: task.random)
    for step in 0..<12 {
      let batch = batches.batch(step: step)
      let loss = meanCrossEntropy(network.forward(batch.images, mode: .train).logits, labels: batch.labels)
      sgd.step(gradients: gradients(of: loss, withRespectTo: moving.map(\.tensor)), learningRate: 0.01)
    }
    #expect(bits(network) == bits(result.network))
    #expect(result.ledger.forgetVisits == 0 && result.ledger.retainVisits == 96)
  }

  @Test func recoversTheRetainSetFromOldFeatures() throws {
    let task = try makeTask(epochs: 4)
    var options = ExactUnlearningK.Options()
    options.update.epochs = 10
    let result = try ExactUnlearningK(options: options).unlearn(task)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    #expect(result.network.accuracy(on: task.forget) == 0, "its head never saw the class")
  }

  @Test func optionsSurviveARoundTrip() throws {
    var options = untrained(.frozen)
    options.k = 2
    options.initialisation = .original
    options.frozenBatchNorm = .train
    try roundTrip(options)
  }
}
