import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct CompositionTests {
  typealias Step = StreamArrangement.Step

  func steps(_ arrangement: StreamArrangement, epoch: Int, retain: Int = 3, forget: Int = 2) -> [Step] {
    (0..<arrangement.stepsPerEpoch(retainBatches: retain, forgetBatches: forget)).map {
      arrangement.step($0, epoch: epoch, retainBatches: retain, forgetBatches: forget)
    }
  }

  @Test func arrangementsOrderTheBatches() {
    #expect(steps(.joint, epoch: 1) == (3...5).map { Step(retain: $0, forget: $0) })
    #expect(
      steps(.alternating, epoch: 1)
        == (3...5).flatMap { [Step(retain: $0, forget: nil), Step(retain: nil, forget: $0)] })
    #expect(
      steps(.sequential, epoch: 1)
        == (2...3).map { Step(retain: nil, forget: $0) } + (3...5).map { Step(retain: $0, forget: nil) })
    #expect(steps(.forgetOnly, epoch: 1) == (2...3).map { Step(retain: nil, forget: $0) })
  }

  /// What a run read: for each step the rows of the retain batch and of the forget batch.
  func read(_ arrangement: StreamArrangement, epochs: Int = 2) throws -> (log: [[[Int]]], run: UnlearningResult) {
    let task = try makeTask(batchSize: 7)
    var recipe = TrainingRecipe()
    recipe.epochs = epochs
    recipe.batchSize = 7
    let run = UnlearningRun(task)
    var log: [[[Int]]] = []
    try run.train(arrangement, recipe: recipe, random: task.random) { step, _ in
      log.append([step.retain?.rows ?? [], step.forget?.rows ?? []])
      return Tensor(scalar: 0)
    }
    return (log, run.finish(recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: false)))
  }

  @Test func everyArrangementReadsTheRetainSetOnceAnEpoch() throws {
    for arrangement in StreamArrangement.allCases where arrangement != .forgetOnly {
      let (log, result) = try read(arrangement)
      let half = log.count / 2
      for epoch in [log[..<half], log[half...]] {
        #expect(epoch.flatMap { $0[0] }.sorted() == Array(0..<48), "\(arrangement)")
      }
      #expect(log[..<half].flatMap { $0[0] } != log[half...].flatMap { $0[0] }, "shuffled anew")
      #expect(result.ledger.retainVisits == 96)
      #expect(result.epochs.reduce(0) { $0 + $1.images } == result.ledger.retainVisits + result.ledger.forgetVisits)
    }
    // 48 retain and 16 forget samples in batches of 7: 7 and 3 batches.
    #expect(try read(.joint).log.count == 14)
    #expect(try read(.alternating).log.count == 28)
    #expect(try read(.sequential).log.count == 20)
    #expect(try read(.forgetOnly).log.count == 6)
  }

  @Test func sequentialReadsTheForgetSetOnceAnEpoch() throws {
    let (log, result) = try read(.sequential)
    #expect(log[..<3].flatMap { $0[1] }.sorted() == Array(0..<16))
    #expect(log[..<3].allSatisfy { $0[0].isEmpty } && log[3..<10].allSatisfy { $0[1].isEmpty })
    #expect(result.ledger.forgetVisits == 32 && result.ledger.forgetSamples == 16)
  }

  @Test func retainBatchesAreThoseOfFineTuning() throws {
    let task = try makeTask(batchSize: 7)
    let order = task.retain.batchRows(size: 7, shuffledBy: task.random.child("shuffle").child(0))
    for arrangement in StreamArrangement.allCases where arrangement != .forgetOnly {
      let rows = try read(arrangement, epochs: 1).log.map { $0[0] }.filter { !$0.isEmpty }
      #expect(rows == order, "\(arrangement)")
    }
  }

  @Test func monitorsHearEveryStepAndTheTrueImageCount() throws {
    final class Recorder: TrainingMonitor {
      var steps = 0, images: [Int] = []
      func stepEnded(_ record: StepRecord) { steps += 1 }
      func epochEnded(_ record: EpochRecord, snapshot: () -> TrainingSnapshot) { images.append(record.images) }
    }
    let recorder = Recorder()
    var options = RandomLabel.Options()
    options.update.epochs = 2
    _ = try RandomLabel(options: options).unlearn(makeTask(monitor: recorder))
    #expect(recorder.steps == 16 && recorder.images == [64, 64])
  }

  @Test func theRetainCheckSpreadsItsSamples() throws {
    let subset = try makeSplit(1000).whole()
    let chosen = subset.spread(256)
    #expect(chosen.count == 256 && Set(chosen.positions).count == 256)
    #expect(chosen.positions.first == 0 && chosen.positions.last == 996)
    #expect(subset.prefix(10).spread(256).positions == Array(0..<10))
  }

  @Test func theRetainCheckSpeaksBelowHalf() {
    #expect(RetainCheck(original: 0.9, unlearned: 0.45, samples: 100).note == nil)
    #expect(RetainCheck(original: 0.9, unlearned: 0.44, samples: 100).note != nil)
    #expect(
      RetainCheck(original: 0.991, unlearned: 0.15, samples: 256).note?.description
        == "retain accuracy collapsed: 15.0 % (original 99.1 %), measured on 256 retain samples")
  }
}
