import Archive
import Foundation
import TensorCore
import Testing

@testable import Learning

@Suite(.serialized) struct ResumeTests {
  let random = RandomStream(seed: 21)

  func run(
    _ optimizer: TrainingRecipe.OptimizerKind, monitor: any TrainingMonitor = SilentMonitor(),
    resume: ((Network) throws -> TrainingSnapshot)? = nil, random: RandomStream? = nil, count: Int = 20
  ) throws -> (network: Network, report: TrainingReport) {
    let network = try makeNetwork(ResNet20.self)
    let recipe = recipe {
      $0.epochs = 3
      $0.optimizer = optimizer
      $0.learningRate = optimizer == .sgd ? 0.05 : 0.002
      $0.schedule = .oneCycle
      $0.augmentation = .cropFlip
    }
    let snapshot = try resume?(network)
    let report = try train(
      network, on: try makeSplit(count).whole(), recipe: recipe, random: random ?? self.random, monitor: monitor,
      resume: snapshot)
    return (network, report)
  }

  @Test(arguments: [TrainingRecipe.OptimizerKind.sgd, .adamw])
  func resumingThroughAFileGivesTheSameBits(_ optimizer: TrainingRecipe.OptimizerKind) throws {
    let whole = try run(optimizer)
    // Killed after the first of three epochs.
    let monitor = RecordingMonitor(stopAfter: 0)
    #expect(throws: RecordingMonitor.Stop.self) { try run(optimizer, monitor: monitor) }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-resume-\(UUID()).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    try #require(monitor.lastSnapshot).checkpoint().write(to: file)

    let resumed = try run(
      optimizer,
      resume: { network in
        try TrainingSnapshot(Checkpoint(reading: file), for: network, source: file.path)
      })
    #expect(bits(resumed.network) == bits(whole.network))
    #expect(resumed.report.epochs.map(\.loss) == whole.report.epochs.map(\.loss))
    #expect(resumed.report.epochs.map(\.accuracy) == whole.report.epochs.map(\.accuracy))
    #expect(resumed.report.optimizerSteps == 9)
  }

  @Test func aSnapshotOfAnotherRunIsRefused() throws {
    let monitor = RecordingMonitor(stopAfter: 0)
    #expect(throws: RecordingMonitor.Stop.self) { try run(.sgd, monitor: monitor) }
    let snapshot = try #require(monitor.lastSnapshot)
    func mismatch(_ reason: String, _ body: () throws -> Void) {
      do {
        try body()
        Issue.record("accepted a snapshot although \(reason)")
      } catch LearningError.snapshotMismatch(let found) {
        #expect(found.contains(reason))
      } catch {
        Issue.record(error)
      }
    }
    mismatch("another seed") { _ = try run(.sgd, resume: { _ in snapshot }, random: RandomStream(seed: 22)) }
    mismatch("an epoch") { _ = try run(.sgd, resume: { _ in snapshot }, count: 40) }
    mismatch("missing") { _ = try run(.adam, resume: { _ in snapshot }) }
    var checkpoint = snapshot.checkpoint()
    checkpoint.progress = nil
    mismatch("progress") { _ = try TrainingSnapshot(checkpoint, for: snapshot.network, source: "x.h5") }
    checkpoint = snapshot.network.checkpoint()
    checkpoint.progress = snapshot.checkpoint().progress
    mismatch("not the state of its training") {
      _ = try TrainingSnapshot(checkpoint, for: snapshot.network, source: "x.h5")
    }
  }

  @Test func threadsAndRepetitionDoNotChangeBits() throws {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 1
    let one = try run(.sgd)
    Threads.count = 2
    let two = try run(.sgd)
    Threads.count = 3
    let three = try run(.sgd)
    #expect(bits(one.network) == bits(two.network))
    #expect(bits(one.network) == bits(three.network))
    #expect(one.report.epochs.map(\.loss) == two.report.epochs.map(\.loss))
    #expect(bits(try run(.sgd).network) == bits(three.network))
    #expect(bits(try run(.sgd, random: RandomStream(seed: 22)).network) != bits(one.network))
  }
}
