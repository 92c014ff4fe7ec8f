import Testing

@testable import Results

@Suite("Aggregation")
struct AggregationTests {
  private func aggregate(_ records: [CellRecord]) -> Aggregation {
    Aggregation(records, repetitions: ["0", "1", "2"]) { record in
      record.method.map { ($0, String(record.seeds["train"] ?? 0)) }
    }
  }

  @Test("Numbers are averaged over seeds")
  func mean() {
    let records = [90.0, 92, 94].enumerated().map { seed, value in
      Fixtures.record("evaluate-\(seed)", method: "opc", seed: seed, metrics: ["UA": .init(value)])
    }
    let aggregation = aggregate(records.reversed())
    #expect(aggregation.cell(row: "opc", metric: "UA") == .statistic(Statistic([90, 92, 94])!))
    #expect(aggregation.records("opc").map(\.id) == ["evaluate-0", "evaluate-1", "evaluate-2"])
    #expect(aggregation.cell(row: "absent", metric: "UA") == .missing("not run"))
  }

  @Test("A failed seed is a hole with a footnote; all failed is 'failed'")
  func failures() {
    let failed = CellRecord.Status.failed(reason: "diverged at step 812 (loss NaN)")
    let records =
      [
        Fixtures.record("evaluate-0", method: "a", seed: 0, metrics: ["UA": 90]),
        Fixtures.record("unlearn-1", kind: .unlearn, method: "a", seed: 1, status: failed),
        Fixtures.record("evaluate-2", method: "a", seed: 2, metrics: ["UA": 92]),
      ] + (0..<3).map { Fixtures.record("unlearn-b\($0)", kind: .unlearn, method: "b", seed: $0, status: failed) }
    let aggregation = aggregate(records)
    #expect(
      aggregation.cell(row: "a", metric: "UA", kinds: [.evaluate])
        == .statistic(
          Statistic([90, 92])!, note: "n = 2 of 3; seed 1 failed: diverged at step 812 (loss NaN)"))
    #expect(
      aggregation.cell(row: "b", metric: "UA", kinds: [.evaluate])
        == .missing("failed: diverged at step 812 (loss NaN)", mark: "failed"))
    #expect(aggregation.values(row: "a", metric: "UA") == [90, nil, 92])
  }

  @Test("An undefined metric says why; a failed attack does not blame the evaluation")
  func undefined() {
    let records =
      (0..<3).map {
        Fixtures.record(
          "evaluate-\($0)", method: "opc", seed: $0, metrics: ["CKA": .undefined(reason: "zero variance")])
      } + [Fixtures.record("invert-0", kind: .invert, method: "opc", status: .failed(reason: "out of memory"))]
    let aggregation = aggregate(records)
    #expect(aggregation.cell(row: "opc", metric: "CKA", kinds: [.evaluate]) == .missing("undefined (zero variance)"))
    #expect(aggregation.cell(row: "opc", metric: "AUC", kinds: [.evaluate]) == .missing("not run"))
    #expect(
      aggregation.cell(row: "opc", metric: "PSNR", kinds: [.invert])
        == .missing("seed 0 failed: out of memory; seed 1, 2 not run", mark: "failed"))
  }

  @Test("Two records for one place are not averaged in silence")
  func ambiguous() {
    let records = ["recover-a", "recover-b"].map { Fixtures.record($0, method: "opc", metrics: ["UA-HR": 1]) }
    let cell = Aggregation(records, repetitions: ["0"]) { _ in ("opc", "0") }.cell(row: "opc", metric: "UA-HR")
    #expect(cell == .missing("ambiguous: recover-a, recover-b all have UA-HR"))
  }

  @Test("Differences are taken seed by seed")
  func difference() {
    let opc = [60.0, 70, 80].enumerated().map {
      Fixtures.record("o-\($0)", method: "opc", seed: $0, metrics: ["UA": .init($1)])
    }
    let retrain = [30.0, 41].enumerated().map {
      Fixtures.record("r-\($0)", method: "retrain", seed: $0, metrics: ["UA": .init($1)])
    }
    let aggregation = aggregate(opc + retrain)
    #expect(
      aggregation.difference(row: "opc", reference: "retrain", metric: "UA")
        == .statistic(Statistic([30, 29])!, note: "n = 2 of 3 pairs"))
    #expect(
      aggregation.difference(row: "opc", reference: "none", metric: "UA")
        == .missing("'none' has no UA to compare with"))
  }
}
