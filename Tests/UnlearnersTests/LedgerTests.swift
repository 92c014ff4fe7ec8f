import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct LedgerTests {
  /// 64 samples: 16 to forget, 24 to retain, 16 held out, 8 of nobody.
  func task() throws -> UnlearningTask {
    let base = try makeTask()
    let rest = base.retain.positions
    func subset(_ range: Range<Int>) -> Subset { Subset(split: base.dataset.train, positions: Array(rest[range])) }
    return try UnlearningTask(
      dataset: base.dataset, original: base.original, retain: subset(0..<24), forget: base.forget, test: base.test,
      validation: subset(24..<40), recipe: base.recipe, random: base.random)
  }

  func ledger(_ body: (UnlearningRun, UnlearningTask) -> Void) throws -> UnlearningLedger {
    let task = try task(), run = UnlearningRun(task)
    body(run, task)
    return run.finish(recipe: task.recipe, knowledge: .init(forgetLabels: true, retainLabels: false)).ledger
  }

  @Test func everySetIsCountedApart() throws {
    let ledger = try ledger { run, task in
      // One gradient of two batches, one of a batch that repeats half of it.
      run.countGradient([task.retain.batch(rows: 0..<8), task.forget.batch(rows: 0..<4)])
      run.countGradient([task.retain.batch(rows: 4..<12)])
      run.countReading(task.validation!)
      run.countReading(task.test.prefix(8))
      run.countReading(task.retain.prefix(12))
    }
    #expect(ledger[.retain] == DataAccess(size: 24, samples: 12, gradientVisits: 16, readings: 12))
    #expect(ledger[.forget] == DataAccess(size: 16, samples: 4, gradientVisits: 4, readings: 0))
    #expect(ledger[.validation] == DataAccess(size: 16, samples: 16, gradientVisits: 0, readings: 16))
    // The test split's positions are not the training split's.
    #expect(ledger[.test] == DataAccess(size: 32, samples: 8, gradientVisits: 0, readings: 8))
    #expect(ledger[.other] == DataAccess(size: 8, samples: 0, gradientVisits: 0, readings: 0))
    #expect(ledger[.retain].passes == 28.0 / 24 && ledger[.test].passes == 0.25)
    #expect(ledger.gradientEvaluations == 2 && ledger.samplesRead == 16 + 12 + 4 + 16 + 8)
    #expect(ledger.forgetVisits == 4 && ledger.retainVisits == 16 && ledger.retainSamples == 12)
  }

  @Test func whatNobodyHandedOutIsSeen() throws {
    let ledger = try ledger { run, task in run.countGradient([task.dataset.train.whole().wholeBatch()]) }
    #expect(ledger[.other] == DataAccess(size: 8, samples: 8, gradientVisits: 8, readings: 0))
    #expect(ledger.diagnostics.contains(Diagnostic("other-samples", 8)))
  }

  @Test func diagnosticsNameTheSetsThatExist() throws {
    let names = try ledger { _, _ in }.diagnostics.map(\.name)
    #expect(names.contains("validation-passes") && names.contains("test-readings") && !names.contains("other-samples"))
    let plain = try FineTune(options: .init()).unlearn(makeTask()).ledger.diagnostics.map(\.name)
    #expect(!plain.contains { $0.hasPrefix("validation") } && plain.contains("forget-samples"))
  }

  @Test func aStopRuleReadsTheForgetSet() throws {
    var options = GradientAscent.Options()
    options.update.epochs = 3
    options.stopAccuracy = 0
    let task = try makeTask(epochs: 4)
    let ruled = try GradientAscent(options: options).unlearn(task)
    #expect(ruled.epochs.count == 3, "the rule must not have ended the run")
    #expect(ruled.ledger[.forget] == DataAccess(size: 16, samples: 16, gradientVisits: 48, readings: 48))
    options.stopAccuracy = nil
    #expect(try GradientAscent(options: options).unlearn(task).ledger[.forget].readings == 0)
  }
}
