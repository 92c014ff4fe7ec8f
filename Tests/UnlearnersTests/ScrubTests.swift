import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct ScrubTests {
  @Test func twoEpochsByHand() throws {
    var options = Scrub.Options()
    options.alpha = 0.5
    options.gamma = 0.8
    options.temperature = 2
    options.maximiseEpochs = 2
    options.update = UpdateOptions(epochs: 2, learningRate: 1, weightDecay: 0, momentum: 0)
    let result = try Scrub(options: options).unlearn(makePair())
    // The teacher answers (½, ½) to everything. Epoch 1: the student is the teacher, so the forget step is none; the
    // retain step is −0.8·(½, −½) in row 1 and in the bias.
    var row0 = 0.0, row1 = -0.4, bias = -0.4  // of class 0; class 1 has the opposite throughout
    // D = T²·KL(½ ‖ s), ∂D/∂z₀ = T·(s₀ − ½), s₀ at z/T.
    func pull(_ z: Double) -> Double { 2 * (1 / (1 + exp(-2 * z / 2)) - 0.5) }
    // Epoch 2, forget: climbs D at z₀ = row 0 + bias.
    let up = pull(row0 + bias)
    row0 += up
    bias += up
    // Epoch 2, retain: descends 0.8·CE + 0.5·D at z₀ = row 1 + bias; ∂CE/∂z₀ is p₀, for the label is 1.
    let z = row1 + bias
    let down = 0.8 / (1 + exp(-2 * z)) + 0.5 * pull(z)
    row1 -= down
    bias -= down
    #expect(largestDifference(head(result.network), [row0, -row0, row1, -row1, bias, -bias]) < 1e-6)
    #expect(abs(up) > 0.1, "the second forget step does something")
    #expect(result.ledger.optimizerSteps == 4 && result.ledger.forgetVisits == 2 && result.ledger.retainVisits == 2)
    #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: true))
  }

  @Test func passesFollowTheEpochs() throws {
    var options = Scrub.Options()
    options.maximiseEpochs = 2
    #expect((0..<4).map(options.passes) == [[.forget, .retain], [.forget, .retain], [.retain], [.retain]])
    options.retainPass = .afterMaximising
    #expect((0..<4).map(options.passes) == [[.forget], [.forget], [.retain], [.retain]])
  }

  @Test func batchesAreThoseOfTheSets() throws {
    // 16 forget samples in fives: 4 batches; 48 retain samples in sevens: 7.
    let task = try makeTask(batchSize: 7)
    var recipe = TrainingRecipe()
    recipe.epochs = 3
    recipe.batchSize = 7
    let run = UnlearningRun(task)
    var log: [(pass: UnlearningRun.Pass, rows: [Int])] = []
    try run.train(
      passes: { $0 < 2 ? [.forget, .retain] : [.retain] }, forgetBatchSize: 5, recipe: recipe, random: task.random
    ) { pass, batch, _ in
      log.append((pass, batch.rows))
      return Tensor(scalar: 0)
    }
    #expect(log.count == 2 * (4 + 7) + 7)
    #expect(log[..<4].allSatisfy { $0.pass == .forget } && log[4..<11].allSatisfy { $0.pass == .retain })
    for epoch in [log[..<4], log[11..<15]] { #expect(epoch.flatMap(\.rows).sorted() == Array(0..<16)) }
    for epoch in [log[4..<11], log[15..<22], log[22...]] { #expect(epoch.flatMap(\.rows).sorted() == Array(0..<48)) }
    let order = task.retain.batchRows(size: 7, shuffledBy: task.random.child("shuffle").child(2))
    #expect(log[22...].map(\.rows) == order, "the third pass over the retain set is that of fine-tuning")
    let result = run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: false))
    #expect(result.epochs.map(\.steps) == [11, 11, 7] && result.epochs.map(\.images) == [64, 64, 48])
  }

  @Test func withoutTeacherAndForgettingItIsFineTuning() throws {
    let task = try makeTask()
    var options = Scrub.Options()
    options.alpha = 0
    options.gamma = 1
    options.maximiseEpochs = 0
    options.update = UpdateOptions(epochs: 2, learningRate: 0.01)
    var plain = FineTune.Options()
    plain.update.epochs = 2
    #expect(
      bits(try Scrub(options: options).unlearn(task).network)
        == bits(try FineTune(options: plain).unlearn(task).network))
  }

  @Test func theTeacherDoesNotLearn() throws {
    // Batch normalisation would tell: the student's statistics move, the original's do not.
    let task = try makeTask(ResNet20.self, batchSize: 24)
    let before = bits(task.original)
    let result = try Scrub().unlearn(task)
    #expect(bits(task.original) == before)
    #expect(bits(result.network)["bn1.running_mean"] != before["bn1.running_mean"])
  }

  func forgetful(_ task: UnlearningTask, epochs: Int) -> Scrub.Options {
    var options = Scrub.Options()
    options.maximiseEpochs = epochs
    options.update = UpdateOptions(epochs: epochs, learningRate: 0.02)
    return options
  }

  @Test func rewindsToTheNearestEpoch() throws {
    let plain = try makeTask(epochs: 4)
    // Unseen samples of the forgotten class, half of them under a wrong label: about half are got wrong.
    let unseen = plain.test.ofClasses([0])
    let task = try UnlearningTask(
      dataset: plain.dataset, original: plain.original, retain: plain.retain, forget: plain.forget, test: plain.test,
      validation: unseen.joined(with: plain.test.ofClasses([1])), forgetClasses: [0], recipe: plain.recipe,
      random: plain.random)
    let epochs = 12
    // The first n epochs of a run are a run of n epochs.
    let networks = try (1...epochs).map { try Scrub(options: forgetful(task, epochs: $0)).unlearn(task).network }
    let errors = networks.map { 1 - $0.accuracy(on: task.forget)! }
    let target = 1 - networks.last!.accuracy(on: unseen)!
    let nearest = errors.indices.reduce(0) { abs(errors[$1] - target) <= abs(errors[$0] - target) ? $1 : $0 }
    #expect(errors.last! > errors.first!, "there is something to go back over")
    var options = forgetful(task, epochs: epochs)
    options.rewind = true
    let result = try Scrub(options: options).unlearn(task)
    #expect(result.diagnostic("rewind-epoch") == Double(nearest + 1))
    #expect(result.diagnostic("rewind-forget-error") == errors[nearest])
    #expect(abs(result.diagnostic("rewind-reference-error")! - target) < 1e-12)
    #expect(bits(result.network) == bits(networks[nearest]))
    #expect(result.ledger.knowledge.forgetLabels, "the forget error needs them")
  }

  @Test func theReferenceWeighsClassesAsTheForgetSet() throws {
    // Forget set: classes 0 and 1, three to one; the network answers class 1 to everything.
    let task = try makeTask()
    let forget = task.forget.prefix(3).joined(with: task.retain.ofClasses([1]).prefix(1))
    let other = try UnlearningTask(
      dataset: task.dataset, original: task.original, retain: task.retain, forget: forget, test: task.test,
      validation: task.test.ofClasses([0, 1, 2]), recipe: task.recipe, random: task.random)
    let rewinding = try Rewinding(other, method: "scrub")
    let network = task.original.copy()
    network.headWeight.assign(Tensor.zeros(network.headWeight.tensor.shape))
    network.headBias.assign(Tensor([0, 1, 0, 0] as [Float], shape: [4]))
    let record = EpochRecord(epoch: 0, loss: 0, accuracy: nil, learningRate: 0, steps: 1, images: 1, seconds: 0)
    #expect(try rewinding.rule(network, record) == nil)
    let outcome = try #require(rewinding.rewind(UnlearningRun(other, starting: network)))
    #expect(outcome.reference == 0.75 && outcome.forgetError == 0.75 && outcome.epoch == 1)
    #expect(
      outcome.note.description == "rewound to epoch 1 of 1: forget error 75.0 %, on unseen samples 75.0 %")
  }

  @Test func rewindingCountsWhatItReads() throws {
    // 12 samples of class 0 to forget; held out are 4 of class 0, which are read once, and 10 others, which are not.
    let base = try makeTask()
    let others = base.retain.prefix(10)
    let held = base.forget.selecting(rows: Array(12..<16))
    let task = try UnlearningTask(
      dataset: base.dataset, original: base.original, retain: base.retain.selecting(rows: Array(10..<48)),
      forget: base.forget.prefix(12), test: base.test, validation: held.joined(with: others), recipe: base.recipe,
      random: base.random)
    var options = forgetful(task, epochs: 2)
    let plain = try Scrub(options: options).unlearn(task).ledger
    #expect(plain[.validation] == DataAccess(size: 14, samples: 0, gradientVisits: 0, readings: 0))
    options.rewind = true
    let ledger = try Scrub(options: options).unlearn(task).ledger
    #expect(ledger[.validation] == DataAccess(size: 14, samples: 4, gradientVisits: 0, readings: 4))
    #expect(ledger.samplesRead == plain.samplesRead + 2 * 12 + 4)
  }

  @Test func wrongLabelsAreNotRewound() throws {
    let base = try makeTask()
    let task = try UnlearningTask(
      dataset: base.dataset, original: base.original, retain: base.retain,
      forget: base.forget.relabelled([1] + base.forget.labels.dropFirst()), test: base.test,
      validation: base.test, recipe: base.recipe, random: base.random)
    var options = Scrub.Options()
    options.rewind = true
    #expect(throws: UnlearningError.foreignLabels(method: "scrub", key: "rewind")) {
      try Scrub(options: options).unlearn(task)
    }
    options.rewind = false
    _ = try Scrub(options: options).unlearn(task)
  }

  @Test func rewindingNeedsUnseenSamples() throws {
    var options = Scrub.Options()
    options.rewind = true
    let task = try makeTask()
    #expect(throws: UnlearningError.noValidation(method: "scrub", key: "rewind")) {
      try Scrub(options: options).unlearn(task)
    }
  }

  @Test func theClipBoundsForgetStepsAlone() throws {
    // One epoch of one forget pass in one batch, from a student that is not the teacher because it normalises by batch.
    let task = try makeTask(ResNet20.self, batchSize: 64)
    func moved(_ clip: Double?, _ pass: Scrub.RetainPass) throws -> Double {
      var options = Scrub.Options()
      options.maximiseEpochs = 1
      options.maximiseClip = clip
      options.retainPass = pass
      options.update = UpdateOptions(epochs: 1, learningRate: 1, weightDecay: 0, momentum: 0)
      let network = try Scrub(options: options).unlearn(task).network
      return zip(network.parameters, task.original.parameters).reduce(0.0) { sum, pair in
        zip(pair.0.tensor.doubles, pair.1.tensor.doubles).reduce(sum) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }.squareRoot()
    }
    #expect(abs(try moved(1e-3, .afterMaximising) - 1e-3) < 5e-5)
    #expect(try moved(nil, .afterMaximising) > 1e-2)
    #expect(try moved(1e-3, .everyEpoch) > 1e-2)
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    var options = forgetful(task, epochs: 32)
    options.maximiseEpochs = 24
    options.maximiseClip = 0.3
    let result = try Scrub(options: options).unlearn(task)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    options.retainPass = .afterMaximising
    options.forgetBatchSize = 9
    options.maximiseClip = 2
    options.rewind = true
    options.temperature = 3
    try roundTrip(options)
  }
}
