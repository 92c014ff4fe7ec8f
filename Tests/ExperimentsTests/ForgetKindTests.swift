import Archive
import Foundation
import Learning
import Results
import TensorCore
import Testing

@testable import Experiments

/// Forget requests of every kind in configs, plans and whole runs.
@Suite(.serialized) struct ForgetKindTests {
  @Test(arguments: [
    ("{kind: class, classes: [2, 0], fraction: 0.5}", ForgetRequest.classShare([0, 2], .fraction(0.5))),
    ("{kind: class, classes: [1], count: 5}", .classShare([1], .count(5))),
    (
      "{kind: cluster, class: 3, clusters: 4, cluster: 0}",
      .cluster(ClusterRequest(ofClass: 3, clusterCount: 4, cluster: 0))
    ),
    ("{kind: cluster, clusters: 2, cluster: 1}", .cluster(ClusterRequest(clusterCount: 2, cluster: 1))),
    ("{kind: hardest, count: 5}", .ranked(RankedRequest(.hardest, .count(5), score: .loss))),
    (
      "{kind: easiest, fraction: 0.1, score: el2n}",
      .ranked(RankedRequest(.easiest, .fraction(0.1), score: .el2n))
    ),
    ("{kind: noisy-labels, fraction: 0.1}", .noisyLabels(0.1)),
    (
      "{kind: sequence, requests: [{kind: class, classes: [1]}, {kind: random, count: 3}]}",
      .sequence([.classes([1]), .count(3)])
    ),
  ]) func isRead(value: String, request: ForgetRequest) throws {
    #expect(try experiment(sampleText, set: ["forget=\(value)"]).forget == request)
    let spec = ForgetSpec(request: request, random: StreamSpec(seed: 1, path: ["forget"]))
    #expect(try JSONValue.exact(spec).decoded(as: ForgetSpec.self) == spec)
    #expect(try planned(sampleText, set: ["forget=\(value)", "attack=[recover-head]"]).cells.count > 4)
  }

  @Test(arguments: [
    (
      "{kind: class, classes: [0], fraction: 0.5, count: 2}",
      "x.yaml:5:9: error: 'forget' of kind 'class' takes one of 'fraction' or 'count', not both"
    ),
    (
      "{kind: class, classes: [0], fraction: 2}",
      "x.yaml:5:47: error: 'forget.fraction' must lie between 0 and 1, found 2"
    ),
    ("{kind: cluster, cluster: 0}", "x.yaml:5:9: error: 'forget' of kind 'cluster' needs 'clusters'"),
    (
      "{kind: cluster, clusters: 4, cluster: 4}",
      "x.yaml:5:47: error: 'forget.cluster' must be a whole number from 0 to 3, found 4"
    ),
    (
      "{kind: cluster, clusters: 1, cluster: 0}",
      "x.yaml:5:35: error: 'forget.clusters' must be a whole number from 2 to 10000, found 1"
    ),
    (
      "{kind: cluster, clas: 1, clusters: 4, cluster: 0}",
      "x.yaml:5:25: error: unknown key 'clas' in 'forget' of kind 'cluster' — did you mean 'class'?"
    ),
    ("{kind: hardest}", "x.yaml:5:9: error: 'forget' of kind 'hardest' needs 'fraction' or 'count'"),
    (
      "{kind: hardest, count: 3, score: el2}",
      "x.yaml:5:42: error: unknown value 'el2' for 'forget.score' — did you mean 'el2n'?"
    ),
    ("{kind: noisy-labels}", "x.yaml:5:9: error: 'forget' of kind 'noisy-labels' needs 'fraction'"),
    (
      "{kind: noisy-labels, count: 3}",
      "x.yaml:5:30: error: unknown key 'count' in 'forget' of kind 'noisy-labels' — known keys: fraction, kind"
    ),
    (
      "{kind: noisy-label, fraction: 0.1}",
      "x.yaml:5:16: error: unknown value 'noisy-label' for 'forget.kind' — did you mean 'noisy-labels'?"
    ),
    (
      "{kind: sequence, requests: [{kind: class, classes: [1]}]}",
      "x.yaml:5:36: error: 'forget.requests': expected a list of at least two requests, found a shorter one"
    ),
    (
      "{kind: sequence, requests: [{kind: class, classes: [1]}, {kind: class, classes: [2, 1]}]}",
      "x.yaml:5:66: error: 'forget.requests' asks for class 1 twice"
    ),
    (
      "{kind: sequence, requests: [{kind: class, classes: [1]}, {kind: hardest, count: 1}]}",
      "x.yaml:5:73: error: unknown value 'hardest' for 'forget.kind' — one of: class, indices, random"
    ),
  ]) func isRefused(value: String, expected: String) {
    #expect(firstLine(sample("forget", "forget: \(value)")) == expected)
  }

  @Test(arguments: [
    (
      "forget={kind: class, classes: [12], count: 1}",
      "'forget.classes' lists class 12, but 'glyphs' has classes 0 to 9"
    ),
    (
      "forget={kind: cluster, class: 12, clusters: 2, cluster: 0}",
      "'forget.class' is 12, but 'glyphs' has classes 0 to 9"
    ),
    (
      "forget={kind: hardest, count: 10000}",
      "'forget.count' is 10000, but 'glyphs' has 10000 training images in all"
    ),
    ("forget={kind: noisy-labels, fraction: 0.00001}", "'forget.fraction' 1e-05 is 0 of 10000 images of 'glyphs'"),
  ]) func theDataIsConsulted(override: String, expected: String) {
    #expect(throws: ConfigErrors.self) { try planned(sampleText, set: [override]) }
    do { _ = try planned(sampleText, set: [override]) } catch {
      #expect("\(error)".hasPrefix("--set forget: error: \(expected)"), "\(error)")
    }
  }

  @Test func reconstructionsNeedCleanLabels() {
    let text = sample("attack", "attack: {name: gradient-inversion, images: [3]}")
    #expect(throws: ConfigErrors.self) { try planned(text, set: ["forget={kind: noisy-labels, fraction: 0.1}"]) }
  }

  /// What the original says enters the ids of what is divided by it, and of nothing else.
  @Test func cellsThatReadTheOriginal() throws {
    let forget = "forget={kind: hardest, count: 50}"
    let plan = try planned(sampleText, set: ["matrix.seed=0", forget])
    let plain = try planned(sampleText, set: ["matrix.seed=0"])
    let original = try #require(plan.rows[0].outputs)
    #expect(plan.cells[0].id == plain.cells[0].id && original == plain.rows[0].outputs)
    for cell in plan.cells {
      switch cell.kind {
      case .unlearn:
        #expect(cell.inputs["original-outputs"]?.id == original && cell.versions["selection"] == 1)
        let place = try #require(plan.cells.firstIndex { $0.id == cell.id })
        #expect(try #require(plan.cells.firstIndex { $0.id == original }) < place)
      case .evaluate, .recover:
        #expect(cell.inputs["original"]?.id == original && cell.versions["selection"] == 1)
      case .train, .outputs, .invert: #expect(cell.versions["selection"] == nil)
      }
    }
    #expect(plain.cells.allSatisfy { $0.versions["selection"] == nil && $0.inputs["original-outputs"] == nil })
    // A ranking draws nothing: another split seed changes nothing.
    let other = try planned(sampleText, set: ["matrix.seed={split: 1}", forget])
    #expect(other.cells.map(\.id) == plan.cells.map(\.id))
    let scored = try planned(sampleText, set: ["matrix.seed=0", "forget={kind: hardest, count: 50, score: margin}"])
    #expect(scored.rows[1].network != plan.rows[1].network && scored.rows[1].network != nil)
  }

  /// The noise enters the original: another split seed, or fraction, is another network.
  @Test func noiseIsInTheOriginal() throws {
    func ids(_ fraction: Double, split: Int) throws -> [String?] {
      let plan = try planned(
        sampleText, set: ["matrix.seed={split: \(split)}", "forget={kind: noisy-labels, fraction: \(fraction)}"])
      return plan.rows.map(\.network)
    }
    let base = try ids(0.1, split: 0), plain = try planned(sampleText, set: ["matrix.seed=0"]).rows.map(\.network)
    for other in [try ids(0.2, split: 0), try ids(0.1, split: 1), plain] {
      #expect(other[0] != base[0] && other[1] != base[1] && other[4] != base[4])
      #expect(other[2] == base[2], "the network of random weights is trained on nothing")
    }
  }

  private static let sequence =
    "forget={kind: sequence, requests: [{kind: class, classes: [0]}, {kind: class, classes: [1, 2]}]}"

  @Test func aSequenceIsARowOfCells() throws {
    let plan = try planned(sampleText, set: ["matrix.seed=0", Self.sequence])
    func cell(_ id: String?) throws -> (cell: Cell, work: UnlearnWork) {
      let cell = try #require(id.flatMap(plan.cell))
      guard case .unlearn(let work) = cell.work else { throw CellError.missing("an unlearn cell") }
      return (cell, work)
    }
    let last = try cell(plan.rows[4].network), first = try cell(last.cell.inputs["original"]?.id)
    #expect(first.cell.inputs["original"]?.id == plan.rows[0].network)
    #expect(first.work.split.earlier.isEmpty && first.work.split.forget == ForgetSpec(request: .classes([0])))
    #expect(last.work.split.earlier == [ForgetSpec(request: .classes([0]))])
    #expect(last.work.split.forget == ForgetSpec(request: .classes([1, 2])) && last.work.random != first.work.random)
    // The first request is the one that it would be alone.
    let alone = try planned(sampleText, set: ["matrix.seed=0", "forget={kind: class, classes: [0]}"])
    #expect(alone.rows[4].network == first.cell.id)
    // Retraining is one training, on what is left in the end; so are the measurements' sets.
    let retrained = try cell(plan.rows[1].network)
    #expect(retrained.cell.inputs["original"]?.id == plan.rows[0].network && retrained.work.split.earlier.isEmpty)
    #expect(retrained.work.split.forget?.request == .sequence([.classes([0]), .classes([1, 2])]))
    let measured = try #require(plan.rows[4].evaluations["accuracy"].flatMap(plan.cell))
    guard case .evaluate(let work) = measured.work else { throw CellError.missing("an evaluate cell") }
    #expect(work.split == retrained.work.split && measured.inputs["outputs"]?.id == plan.rows[4].outputs)
    #expect(try JSONDecoder().decode(Plan.self, from: Data(plan.text().utf8)) == plan)
  }

  @Test func theLastRequestsOfASequenceLeaveSomething() {
    let all =
      "forget={kind: sequence, requests: [{kind: class, classes: [0, 1, 2, 3, 4]}, "
      + "{kind: class, classes: [5, 6, 7, 8, 9]}]}"
    #expect(throws: ConfigErrors.self) { try planned(sampleText, set: [all]) }
  }

  @Test func aSequenceIsForgotten() throws {
    let folder = RunTests.Folder()
    let forget = "{kind: sequence, requests: [{kind: class, classes: [0]}, {kind: random, count: 12}]}"
    let text = Self.text(forget).replacingOccurrences(
      of: "{name: opc, epochs: 1}", with: "{name: opc, epochs: 1}, {name: eu-k, epochs: 1, initialisation: original}")
    let (json, directory, plan, data) = try RequestRecordTests.request(text, in: folder)
    #expect(json["verified"]?["holds"] == true)
    #expect(
      json["rule"]
        == "12 of the training samples, drawn by the stream forget/request-2 of seed 0, of what 1 earlier request left")
    func split(_ directory: URL) throws -> (forget: Set<Int64>, retain: Set<Int64>) {
      let file = try SplitFile(reading: directory.appending(path: "split.h5"))
      return (Set(try #require(file["forget"]).positions), Set(try #require(file["retain"]).positions))
    }
    let record = try CellRecord.read(from: directory), second = try split(directory)
    let before = folder.workspace.cell(try #require(record.inputs["original"])), first = try split(before)
    #expect(first.forget.allSatisfy { data.train.labels[Int($0)] == 0 } && second.forget.count == 12)
    #expect(second.forget.isSubset(of: first.retain) && second.retain == first.retain.subtracting(second.forget))
    #expect(record.notes.contains { $0.hasPrefix("request 2 of a sequence") })
    let audit = try JSONDecoder().decode(
      JSONValue.self, from: Data(contentsOf: before.appending(path: "request.json")))
    #expect(audit["networks"]?["result_sha256"] == json["networks"]?["original_sha256"])
    // Retraining, and all measurements, are of both together.
    let row = try #require(plan.rows.first { $0.label == "opc" })
    let retrained = try split(folder.workspace.cell(try #require(plan.rows[1].network)))
    #expect(retrained.forget == first.forget.union(second.forget) && retrained.retain == second.retain)
    let outputs = try OutputsFile(
      reading: folder.workspace.cell(try #require(row.outputs)).appending(path: "outputs.h5")
    ).train
    let wrong = retrained.forget.count { position in
      let start = Int(position) * 10, logits = outputs.logits[start..<start + 10]
      return Int32(logits.firstIndex(of: logits.max()!)! - start) != data.train.labels[Int(position)]
    }
    let measured = try CellRecord.read(from: folder.workspace.cell(try #require(row.evaluations["accuracy"])))
    let accuracy = try #require(measured.metrics["UA"]?.number)
    #expect(abs(accuracy - 100 * Double(wrong) / Double(retrained.forget.count)) < 1e-9)
    #expect(measured.metrics["TA"] == measured.metrics["TA-all"], "not all requests are for whole classes")
  }

  static func text(_ forget: String) -> String {
    """
    name: kinds
    data: {name: glyphs, train: 300, test: 100, validation: 0.2}
    model: mlp
    recipe: {epochs: 2, batch-size: 32, learning-rate: 0.05}
    forget: \(forget)
    matrix: {method: [{name: opc, epochs: 1}]}
    evaluate: [accuracy]
    attack: [recover-head]
    """
  }

  /// Runs a request; checks that all cells agree on the samples, and returns them in order.
  private func run(_ forget: String, in folder: RunTests.Folder) throws -> (
    forget: [Int], json: JSONValue, plan: Plan, data: ImageDataset, record: CellRecord
  ) {
    let (json, directory, plan, data) = try RequestRecordTests.request(Self.text(forget), in: folder)
    #expect(json["verified"]?["holds"] == true)
    func positions(_ directory: URL) throws -> [Int] {
      try #require(try SplitFile(reading: directory.appending(path: "split.h5"))["forget"]).positions.map { Int($0) }
    }
    let chosen = try positions(directory)
    for row in plan.rows {
      for id in row.recoveries.values { #expect(try positions(folder.workspace.cell(id)) == chosen) }
      if row.role == .retrain { #expect(try positions(folder.workspace.cell(try #require(row.network))) == chosen) }
    }
    let record = try CellRecord.read(from: directory)
    let row = try #require(plan.rows.first { $0.label == "opc" })
    let measured = try CellRecord.read(from: folder.workspace.cell(try #require(row.evaluations["accuracy"])))
    let checked = try #require(record.metrics["checked-forget"]?.number)
    #expect(abs(100 - checked - (try #require(measured.metrics["UA"]?.number))) < 1e-9)
    #expect(json["sets"]?["forget"]?["count"] == .integer(chosen.count))
    return (chosen, json, plan, data, measured)
  }

  @Test func theHardestAreForgotten() throws {
    let folder = RunTests.Folder()
    let (chosen, json, plan, data, _) = try run("{kind: hardest, count: 20, score: loss}", in: folder)
    #expect(
      json["rule"]
        == "20 of the training samples, with the largest cross-entropy by the original; of equal ones the first")
    // Worked out again from the original's outputs and the list of what was not held out.
    let outputs = try OutputsFile(
      reading: folder.workspace.cell(try #require(plan.rows[0].outputs)).appending(path: "outputs.h5")
    ).train
    let training = try SplitFile(
      reading: folder.workspace.cell(plan.cells[0].id).appending(path: "split.h5"))["training"]!.positions.map {
        Int($0)
      }
    let losses = training.map { position -> Double in
      let row = outputs.logits[position * 10..<(position + 1) * 10].map(Double.init), top = row.max()!
      return top + log(row.reduce(0) { $0 + exp($1 - top) }) - row[Int(data.train.labels[position])]
    }
    let hardest = training.indices.sorted { losses[$0] > losses[$1] }.prefix(20).map { training[$0] }
    #expect(chosen == hardest.sorted())
  }

  @Test func aClusterIsForgotten() throws {
    let folder = RunTests.Folder()
    let (chosen, json, _, data, _) = try run("{kind: cluster, class: 3, clusters: 2, cluster: 1}", in: folder)
    let count = 24  // four fifths of about 30 of the class
    #expect(chosen.allSatisfy { data.train.labels[$0] == 3 } && chosen.count <= count && !chosen.isEmpty)
    #expect(json["rule"]?.stringValue?.hasPrefix("cluster 1 of 2, numbered from the largest on, of k-means") == true)
    #expect(json["asked"]?["class"] == 3 && json["asked"]?["random"]?["seed"] == 0)
  }

  @Test func aShareOfAClassIsForgotten() throws {
    let folder = RunTests.Folder()
    let (chosen, json, _, data, record) = try run("{kind: class, classes: [3], count: 10}", in: folder)
    #expect(chosen.count == 10 && chosen.allSatisfy { data.train.labels[$0] == 3 })
    #expect(json["rule"] == "10 of the training samples of class 3, drawn by the stream forget of seed 0")
    // The class is still to be recognised: test accuracy is over all of them.
    #expect(record.metrics["TA"] == record.metrics["TA-all"] && record.metrics["true-labels"] == nil)
  }

  @Test func noisyLabelsAreForgotten() throws {
    let folder = RunTests.Folder()
    let (chosen, json, plan, data, record) = try run("{kind: noisy-labels, fraction: 0.25}", in: folder)
    guard case .train(let work) = plan.cells[0].work, let noise = work.split.noise else {
      throw CellError.missing("noise")
    }
    let split = try ResolvedSplit(SplitSpec(validation: work.split.validation, noise: noise), of: data) {
      throw CellError.missing("nothing")
    }
    let noisy = zip(split.training.positions, split.training.labels).filter { data.train.labels[$0] != $1 }
    #expect(chosen == noisy.map(\.0) && chosen.count == 60)
    #expect(
      json["sets"]?["forget"]?["labels_sha256"]?.stringValue == RequestRecordTests.digest(noisy.map { Int64($0.1) }))
    #expect(split.validation?.labels == split.validation?.positions.map { data.train.labels[$0] })
    // UA is under the labels that were trained with; beside it stands the accuracy under the dataset's own.
    let row = try #require(plan.rows.first { $0.label == "opc" })
    let outputs = try OutputsFile(
      reading: folder.workspace.cell(try #require(row.outputs)).appending(path: "outputs.h5")
    ).train
    let answers = chosen.map { position -> Int32 in
      let row = outputs.logits[position * 10..<(position + 1) * 10]
      return Int32(row.firstIndex(of: row.max()!)! - row.startIndex)
    }
    func percent(_ labels: [Int32]) -> Double { 100 * Double(zip(answers, labels).count { $0 == $1 }) / 60 }
    #expect(abs(try #require(record.metrics["UA"]?.number) - (100 - percent(noisy.map(\.1)))) < 1e-9)
    #expect(
      abs(try #require(record.metrics["true-labels"]?.number) - percent(chosen.map { data.train.labels[$0] })) < 1e-9)
  }
}
