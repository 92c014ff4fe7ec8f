import Foundation
import Learning
import Results
import Testing

@testable import Experiments

/// The cells of an experiment and how they hang together.
@Suite struct PlanTests {
  private func kinds(_ plan: Plan) -> [CellWork.Kind: Int] {
    Dictionary(grouping: plan.cells, by: \.kind).mapValues(\.count)
  }

  @Test func everyCellComesAfterItsInputs() throws {
    let plan = try planned(sampleText)
    var seen: Set<String> = []
    for cell in plan.cells {
      #expect(cell.inputs.values.allSatisfy { seen.contains($0.id) })
      #expect(seen.insert(cell.id).inserted, "a cell twice")
    }
    #expect(plan.rows.flatMap(\.cells).allSatisfy { plan.cell($0) != nil })
  }

  @Test func controlsAreAddedAndTheBaseIsShared() throws {
    let plan = try planned(sample("  method", "  method: [finetune, {name: opc, epochs: 5}]"))
    // For each seed: an original and a random network; retrain and two methods; outputs of all five; two measurements
    // and two recoveries of each.
    #expect(kinds(plan) == [.train: 4, .unlearn: 6, .outputs: 10, .evaluate: 20, .recover: 20])
    #expect(plan.rows.map(\.label).prefix(5) == ["original", "retrain", "random-init", "finetune", "opc"])
    #expect(plan.rows.map(\.role).prefix(5) == [.original, .retrain, .randomInit, .method, .method])
    let bases = Set(
      plan.cells.filter { $0.kind == .unlearn && $0.seeds["unlearn"] == 0 }.compactMap { $0.inputs["original"]?.id })
    #expect(bases.count == 1 && bases.first == plan.rows[0].network)
  }

  @Test func aListedRetrainIsTheControl() throws {
    let plan = try planned(sampleText, set: ["matrix.method.retrain.start=shared"])
    #expect(plan.rows.filter { $0.label == "retrain" }.count == 2)
    guard case .unlearn(let work)? = plan.cell(plan.rows[1].network ?? "")?.work else {
      Issue.record("no retrain cell")
      return
    }
    #expect(work.options["start"] == .string("shared"))
  }

  @Test func inputsHaveTheirRoles() throws {
    let plan = try planned(sampleText)
    let (original, retrain, opc) = (plan.rows[0], plan.rows[1], plan.rows[4])
    let cka = try #require(plan.cell(opc.evaluations["cka"] ?? ""))
    #expect(
      cka.inputs.mapValues(\.id)
        == [
          "outputs": opc.outputs, "original": original.outputs, "retrain": retrain.outputs,
        ].compactMapValues { $0 })
    #expect(plan.cell(opc.evaluations["accuracy"] ?? "")?.inputs.keys.sorted() == ["outputs"])
    let recover = try #require(plan.cell(opc.recoveries["recover-head"] ?? ""))
    #expect(recover.inputs["network"]?.id == original.network && recover.inputs["original"]?.id == original.outputs)
    #expect(plan.cell(opc.outputs ?? "")?.inputs["network"]?.id == opc.network)
  }

  @Test func dependentsAreWhatAFailureBlocks() throws {
    let plan = try planned(sampleText, set: ["matrix.seed=0"])
    let opc = plan.rows[4]
    let blocked = Set(plan.dependents(of: opc.network ?? "").map(\.id))
    #expect(blocked == Set(opc.cells).subtracting([opc.network ?? ""]))
    #expect(plan.dependents(of: plan.rows[0].network ?? "").count > 20)
  }

  @Test func seedsEnterOnlyWhatReadsThem() throws {
    func networks(_ override: String) throws -> [String?] {
      try planned(sampleText, set: [override]).rows.map(\.network)
    }
    let base = try networks("matrix.seed=0")
    // Forgetting classes draws nothing from the split seed.
    #expect(try networks("matrix.seed={split: 9}") == base)
    #expect(try networks("matrix.seed={attack: 9}") == base)
    let unlearn = try networks("matrix.seed={unlearn: 9}")
    #expect(unlearn[0] == base[0] && unlearn[2] == base[2] && Set(unlearn).intersection(base).count == 2)
    #expect(Set(try networks("matrix.seed={train: 9}")).isDisjoint(with: base))

    let attack = try planned(sampleText, set: ["matrix.seed={attack: 9}"]).rows
    let before = try planned(sampleText, set: ["matrix.seed=0"]).rows
    #expect(attack.map(\.evaluations) == before.map(\.evaluations))
    #expect(attack.map(\.outputs) == before.map(\.outputs))
    #expect(zip(attack, before).allSatisfy { $0.recoveries["recover-head"] != $1.recoveries["recover-head"] })

    let random = "forget={kind: random, fraction: 0.1}"
    let split0 = try planned(sampleText, set: [random, "matrix.seed=0"]).rows
    let split9 = try planned(sampleText, set: [random, "matrix.seed={split: 9}"]).rows
    #expect(split0[0].network == split9[0].network && split0[1].network != split9[1].network)
    #expect(split0[0].evaluations["accuracy"] != split9[0].evaluations["accuracy"])
  }

  @Test func retrainDrawsItsOwnWeightsForEveryOriginal() throws {
    let plan = try planned(sampleText, set: ["matrix.seed={train: 0..1}"])
    let streams = plan.cells.compactMap { cell -> StreamSpec? in
      switch cell.work {
      case .train(let work): work.random
      case .unlearn(let work) where work.method == "retrain": work.random
      default: nil
      }
    }
    #expect(Set(streams).count == 6)
    var drawn: Set<UInt64> = []
    for spec in streams {
      var stream = spec.makeStream().child("init")
      #expect(drawn.insert(stream.next()).inserted)
    }
  }

  @Test func gradientsNeedNoForgetting() throws {
    let text = """
      data: cifar10
      model: convnet
      attack: [{name: gradient-inversion, target: gradient, network: untrained, images: 3, iterations: 10}]
      """
    let plan = try planned(text)
    #expect(kinds(plan) == [.train: 1, .invert: 3])
    #expect(plan.rows.map(\.label) == ["random-init"] && plan.rows[0].inversions.count == 3)
    guard case .train(let work) = plan.cells[0].work else { return }
    #expect(work.recipe == nil)
    let images = plan.rows[0].inversions.map(\.image)
    #expect(Set(images).count == 3 && images.allSatisfy { (0..<10_000).contains($0) })
    // More images keep the first ones.
    let more = try planned(text.replacingOccurrences(of: "images: 3", with: "images: 5"))
    #expect(more.rows[0].inversions.prefix(3) == plan.rows[0].inversions[...])
  }

  @Test func updatesHaveOneImageRequestsOfTheirOwn() throws {
    let plan = try planned(
      sample("attack", "attack: [recover-head, {name: gradient-inversion, images: [17], iterations: 10}]"),
      set: ["matrix.seed=0"])
    #expect(kinds(plan)[.invert] == 3 && kinds(plan)[.unlearn] == 6)
    let opc = plan.rows[4]
    let cell = try #require(plan.cell(opc.inversions[0].cell))
    let unlearned = try #require(cell.inputs["unlearned"].flatMap { plan.cell($0.id) })
    guard case .unlearn(let work) = unlearned.work else { return }
    #expect(work.split.forget?.request == .positions([17]) && work.method == "opc")
    #expect(unlearned.id != opc.network && cell.inputs["original"]?.id == plan.rows[0].network)
    #expect(plan.rows[0].inversions.isEmpty && plan.rows[1].inversions.count == 1)
  }

  @Test(arguments: [
    (
      "forget={kind: class, classes: [12]}",
      "--set forget: error: 'forget.classes' lists class 12, but 'glyphs' has classes 0 to 9"
    ),
    (
      "forget={kind: class, classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}",
      "--set forget: error: 'forget.classes' lists every class of 'glyphs' — nothing would be left to retain"
    ),
    (
      "forget={kind: indices, indices: [10000]}",
      "--set forget: error: 'forget.indices' lists 10000, but 'glyphs' has training images 0 to 9999"
    ),
    (
      "forget={kind: random, count: 10000}",
      "--set forget: error: 'forget.count' is 10000, but 'glyphs' has 10000 training images in all"
    ),
    (
      "forget={kind: random, fraction: 0.00001}",
      "--set forget: error: 'forget.fraction' 1e-05 is 0 of 10000 images of 'glyphs'"
    ),
    (
      "matrix={method: [{name: finetune, label: original}]}",
      "--set matrix: error: the label 'original' belongs to a control — choose another"
    ),
    (
      "attack=[{name: gradient-inversion, images: [10000]}]",
      "--set attack: error: 'gradient-inversion.images' lists 10000, but 'glyphs' has training images 0 to 9999"
    ),
  ]) func theDataIsConsulted(override: String, expected: String) throws {
    do {
      _ = try planned(sampleText, set: [override])
      Issue.record("no error")
    } catch { #expect("\(error)" == "\(expected)\n--set \(override)") }
  }

  @Test func drawnImagesAndValidationDoNotMix() throws {
    let text = sample("attack", "attack: gradient-inversion").replacingOccurrences(
      of: "data: glyphs", with: "data: {name: glyphs, validation: 0.1}")
    #expect(throws: ConfigErrors.self) { try planned(text) }
    let plan = try planned(text, set: ["attack={name: gradient-inversion, images: [3]}"])
    guard case .train(let work) = plan.cells[0].work else { return }
    #expect(work.split.validation?.fraction == 0.1)
  }
}
