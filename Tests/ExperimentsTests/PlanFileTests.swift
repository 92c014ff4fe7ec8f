import Foundation
import Results
import Testing

@testable import Experiments

/// `plan.json`.
@Suite struct PlanFileTests {
  private let text = sample(
    "attack", "attack: [recover-head, {name: gradient-inversion, images: [3, 5]}]")

  @Test func roundTrip() throws {
    let folder = try ConfigFolder()
    let file = URL(fileURLWithPath: folder.path + "/results/sample/plan.json")
    for overrides in [
      [], ["forget={kind: random, fraction: 0.25}", "data.validation=0.1"],
      ["forget={kind: random, count: 10}"], ["forget={kind: indices, indices: [1]}"],
      ["forget={kind: hardest, fraction: 0.25}"], ["forget={kind: cluster, clusters: 3, cluster: 1}"],
      ["forget={kind: sequence, requests: [{kind: random, count: 5}, {kind: class, classes: [1], count: 2}]}"],
    ] {
      let plan = try planned(text, set: ["matrix.seed=0"] + overrides)
      try plan.freeze(to: file)
      let read = try Plan.load(from: file)
      #expect(read == plan)
      #expect(try read.text() == String(contentsOf: file, encoding: .utf8))
    }
    // Nothing but the plan is left behind.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/sample") == ["plan.json"])
  }

  @Test func aPlanIsEnoughToRunACell() throws {
    let plan = try JSONDecoder().decode(Plan.self, from: Data(planned(text).text().utf8))
    guard case .unlearn(let work)? = plan.cells.first(where: { $0.subject == "opc" })?.work else {
      Issue.record("no cell")
      return
    }
    #expect(try work.options.decoded(as: ContractionOptions.self).epochs == 5)
    #expect(work.recipe.learningRate == 0.05 && work.model.name == "convnet")
    #expect(plan.data.facts.digest == "d0" && plan.data.config.name == "glyphs")
  }

  private func failure(_ change: (String) -> String) throws -> String {
    let folder = try ConfigFolder()
    try folder.write(change(planned(text).text()), to: "plan.json")
    do {
      _ = try Plan.load(from: URL(fileURLWithPath: folder.path + "/plan.json"))
      return "no error"
    } catch { return "\(error)".replacingOccurrences(of: folder.path + "/", with: "") }
  }

  @Test func filesThatAreNoPlan() throws {
    #expect(try failure { $0 } == "no error")
    #expect(
      try failure { String($0.prefix(500)) }
        == "plan.json: not a plan (it is not JSON, or it is cut short) — `lethe run` writes one")
    #expect(
      try failure { _ in "{}" }
        == "plan.json: not a plan (expected \"format\": \"lethe.plan\") — `lethe run` writes one")
    #expect(
      try failure { $0.replacingOccurrences(of: "\"format_version\": 1", with: "\"format_version\": 9") }
        == "plan.json: written by a newer version (format 9, this program reads up to 1) — update, or plan again")
    let edited = try failure { $0.replacingOccurrences(of: "\"learning-rate\": 0.05", with: "\"learning-rate\": 0.5") }
    #expect(
      edited.hasPrefix("plan.json: the content of cell 'train-convnet-") && edited.contains("does not have its digest"))
    #expect(edited.hasSuffix("the file was changed after it was written — `lethe run` writes it anew"))
    #expect(
      throws: PlanError.missing(path: "/nowhere/plan.json")
    ) { try Plan.load(from: URL(fileURLWithPath: "/nowhere/plan.json")) }
  }

  @Test func aFolderThatCannotBeMade() throws {
    let folder = try ConfigFolder()
    try folder.write("a file", to: "results")
    let file = URL(fileURLWithPath: folder.path + "/results/sample/plan.json")
    #expect(throws: PlanError.self) { try planned(text).freeze(to: file) }
  }
}
