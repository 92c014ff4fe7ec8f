import Foundation
import Results
import Testing

@testable import Experiments

/// Ids: the same for the same content, and nothing else.
@Suite struct PlanIdentityTests {
  private let base = "matrix.seed=0"

  /// The ids of each kind that a change leaves as they were, and how many there are.
  private func kept(_ overrides: [String], _ catalogue: SampleCatalogue = SampleCatalogue()) throws
    -> [CellWork.Kind: Bool]
  {
    let before = try planned(sampleText, set: [base])
    let experiment = try Experiment.parse(
      sampleText, path: "x.yaml", overrides: [base] + overrides, catalogue: catalogue)
    let after = try planned(experiment, catalogue: catalogue)
    let ids = Set(after.cells.map(\.id))
    return Dictionary(grouping: before.cells, by: \.kind).mapValues { $0.allSatisfy { ids.contains($0.id) } }
  }

  @Test func goldenIds() throws {
    // Recorded from the first version. A change here means that results already computed are not found again: raise a
    // component's version instead of changing what a digest is made of.
    let plan = try planned(sampleText, set: [base])
    #expect(plan.cells[0].id == "train-convnet-c797901df359cd7e")
    #expect(plan.rows[4].network == "unlearn-opc-94f279bb0c0febbe")
    #expect(plan.rows[4].evaluations["cka"] == "evaluate-cka-opc-8385c4e7d3524ffc")
    #expect(plan.cells[0].digest.hasPrefix(plan.cells[0].id.suffix(16)) && plan.cells[0].digest.count == 64)
  }

  @Test func namesReportsAndThreadsDoNotMatter() throws {
    let all = try kept(["name=other", "compute.threads=7", "report.columns=[TA]", "description=x", "data.path=y.h5"])
    #expect(all.values.allSatisfy { $0 })
    let labelled = try kept(["matrix.method.opc.label=ours"])
    #expect(labelled.values.allSatisfy { $0 })
  }

  @Test func aKeyMattersToWhatReadsIt() throws {
    let everything = try kept(["recipe.epochs=4"])
    // Even the random network's measurements: they are relative to an original and to a retrained network.
    #expect(everything[.train] == false && everything[.unlearn] == false && everything[.outputs] == false)

    let before = try planned(sampleText, set: [base])
    let after = try planned(sampleText, set: [base, "matrix.method.opc.epochs=6"])
    let changed = Set(before.cells.map(\.id)).subtracting(after.cells.map(\.id))
    #expect(changed == Set(before.rows[4].cells))

    let ridge = try planned(sampleText, set: [base, "attack.1.ridge=0.5"])
    let recoveries = Set(before.cells.map(\.id)).subtracting(ridge.cells.map(\.id))
    #expect(recoveries == Set(before.rows.compactMap { $0.recoveries["recover-head"] }))

    let forget = try kept(["forget.classes=[3]"])
    #expect(forget == [.train: true, .unlearn: false, .outputs: false, .evaluate: false, .recover: false])
    #expect(try kept(["data.size=32"]).values.allSatisfy { $0 }, "the data enter by their digest alone")
  }

  @Test func addingKeepsWhatIsThere() throws {
    let more = try kept([
      "matrix.method=[retrain, finetune, {name: opc, epochs: 5}, gradient-ascent]",
      "evaluate=[accuracy, cka, mia-confidence]",
    ])
    #expect(more.values.allSatisfy { $0 })
  }

  @Test func versionsAndDataMatter() throws {
    var newer = SampleCatalogue()
    newer.methods["opc"]?.version = 3
    let before = try planned(sampleText, set: [base])
    let experiment = try experiment(sampleText, set: [base])
    let after = try planned(experiment, catalogue: newer)
    #expect(Set(before.cells.map(\.id)).subtracting(after.cells.map(\.id)) == Set(before.rows[4].cells))

    var facts = sampleFacts
    facts.digest = "d1"
    let other = try planned(experiment, facts: facts)
    #expect(Set(before.cells.map(\.id)).isDisjoint(with: other.cells.map(\.id)))
  }

  @Test func theSameTwice() throws {
    #expect(try planned(sampleText).text() == planned(sampleText).text())
    let reordered = sample("recipe", "recipe: {learning-rate: 5.0e-2, epochs: 3}")
    #expect(try planned(reordered).cells == planned(sampleText).cells)
  }
}
