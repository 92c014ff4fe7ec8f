import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct RetrainTests {
  @Test func startsFromWeightsOfItsOwn() throws {
    // Without epochs the result is the first weights.
    let task = try makeTask()
    let result = try Retrain().unlearn(task)
    let own = try task.initial(task.random.child("retrain").child("init"))
    #expect(bits(result.network) == bits(own))
    #expect(bits(result.network) != bits(task.original))
    #expect(result.notes.isEmpty)
    #expect(result.ledger.knowledge.originalWeights == false)
  }

  @Test func sharesTheOriginalsWeightsWhenAsked() throws {
    let task = try makeTask()
    var options = Retrain.Options()
    options.shareInitialisation = true
    var method = Retrain(options: options)
    #expect(
      throws: UnlearningError.originalInitialisationUnknown(
        method: "retrain", option: "share-initialisation: true", instead: "share-initialisation: false")
    ) { try method.unlearn(task) }
    method.originalInitialisation = RandomStream(seed: 7)
    let result = try method.unlearn(task)
    #expect(bits(result.network) == bits(task.original))
    #expect(result.notes == [.sharedInitialisation])
  }

  @Test func trainsByTheOriginalsRecipeOnTheRetainSet() throws {
    let task = try makeTask(epochs: 3)
    let result = try Retrain().unlearn(task)
    let stream = task.random.child("retrain")
    let network = try task.initial(stream.child("init"))
    try train(network, on: task.retain, recipe: task.recipe, random: stream)
    #expect(bits(network) == bits(result.network))
    #expect(result.recipe == task.recipe)
    #expect(result.ledger.forgetVisits == 0 && result.ledger.retainVisits == 144)
    #expect(result.network.accuracy(on: task.forget) == 0, "a class that was never shown")
  }
}
