import Archive
import Foundation
import Learning
import Results
import Testing

@testable import Experiments

/// `request.json`: what it says can be computed again from the dataset and `split.h5`.
@Suite(.serialized) struct RequestRecordTests {
  static let text = """
    name: audited
    data: {name: glyphs, train: 300, test: 100, validation: 0.2}
    model: mlp
    recipe: {epochs: 2, batch-size: 32, learning-rate: 0.05}
    forget: {kind: class, classes: [0, 3]}
    matrix: {method: [{name: opc, epochs: 1}]}
    evaluate: [accuracy]
    """

  /// The request of one method's cell, the cell's directory, and the data it ran on.
  static func request(_ text: String = text, method: String = "opc", in folder: RunTests.Folder) throws -> (
    json: JSONValue, directory: URL, plan: Plan, data: ImageDataset
  ) {
    let (plan, outcome) = try RunTests.run(folder, text)
    #expect(outcome.failed.isEmpty, "\(outcome.failed)")
    let cell = try #require(plan.cells.last { $0.kind == .unlearn && $0.subject == method })
    let directory = folder.workspace.cell(cell.id)
    let bytes = try Data(contentsOf: directory.appending(path: "request.json"))
    return (
      try JSONDecoder().decode(JSONValue.self, from: bytes), directory, plan,
      try Datasets(folder.workspace).load(plan.data.config)
    )
  }

  /// SHA-256 of whole numbers as 8 bytes each, the lowest first.
  static func digest(_ values: [Int64]) -> String {
    SHA256.hex(of: values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } })
  }

  @Test func digestsCanBeComputedAgain() throws {
    let folder = RunTests.Folder()
    let (json, directory, _, data) = try Self.request(in: folder)
    let split = try SplitFile(reading: directory.appending(path: "split.h5"))
    for set in ["forget", "retain", "validation"] {
      let positions = try #require(split[set]).positions.sorted(), said = json["sets"]?[set]
      #expect(said?["count"] == .integer(positions.count) && positions.count > 0)
      #expect(said?["indices_sha256"]?.stringValue == Self.digest(positions))
      #expect(said?["labels_sha256"]?.stringValue == Self.digest(positions.map { Int64(data.train.labels[Int($0)]) }))
      let pixels = positions.flatMap { data.train.pixels[Int($0) * 784..<Int($0 + 1) * 784] }
      #expect(said?["images_sha256"]?.stringValue == SHA256.hex(of: pixels))
    }
    // One image more is another digest.
    let forget = Subset(split: data.train, positions: split["forget"]!.positions.map { Int($0) })
    let more = Subset(split: data.train, positions: forget.positions + [Int(split["retain"]!.positions[0])])
    #expect(SampleDigest(more).images != SampleDigest(forget).images)
    #expect(SampleDigest(forget.selecting(rows: Array((0..<forget.count).reversed()))) == SampleDigest(forget))
    // The weights of the result are those of the checkpoint.
    var weights = SHA256()
    for entry in try Checkpoint(reading: directory.appending(path: "model.h5")).stateDict {
      entry.array.floats?.forEach { value in
        weights.update((0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) })
      }
    }
    #expect(json["networks"]?["result_sha256"]?.stringValue == SHA256.hexadecimal(weights.finish()))
  }

  @Test func saysWhatWasAskedDoneAndFound() throws {
    let folder = RunTests.Folder()
    let (json, directory, plan, data) = try Self.request(in: folder)
    #expect(json["format"] == "lethe.request" && json["format_version"] == 1)
    #expect(json["rule"] == "every training sample of classes 0, 3")
    #expect(json["asked"]?["classes"] == [0, 3] && json["asked"]?["kind"] == "class")
    #expect(json["method"]?["name"] == "opc" && json["method"]?["options"]?["epochs"] == 1)
    #expect(json["data"]?["digest"]?.stringValue == plan.data.facts.digest)
    #expect(json["networks"]?["original_cell"]?.stringValue == plan.cells[0].id)
    #expect(json["verified"]?["holds"] == true)

    let record = try CellRecord.read(from: directory)
    #expect(record.metrics["request-verified"]?.number == 1 && record.artefacts == ["request.json"])
    // Every set is small enough to be checked whole, so the check is the measurement.
    let row = try #require(plan.rows.first { $0.label == "opc" })
    let measured = try CellRecord.read(from: folder.workspace.cell(try #require(row.evaluations["accuracy"])))
    #expect(record.metrics["checked-forget"]?.number.map { 100 - $0 } == measured.metrics["UA"]?.number)
    #expect(record.metrics["checked-retain"]?.number == measured.metrics["RA"]?.number)
    #expect(record.metrics["checked-test-retained"]?.number == measured.metrics["TA"]?.number)
    guard case .array(let sets)? = json["verified"]?["accuracy_percent"] else { throw CellError.missing("accuracies") }
    #expect(
      sets.compactMap { $0["set"]?.stringValue } == [
        "forget", "retain", "test-forgotten", "test-retained", "validation-forgotten", "validation-retained",
      ])
    // A fifth of each class is held out.
    let heldOut = data.train.whole().classCounts(10).map { Int((0.2 * Double($0)).rounded()) }
    #expect(sets[4]["samples"] == .integer(heldOut[0] + heldOut[3]))
    let before = try CellRecord.read(from: folder.workspace.cell(try #require(plan.rows[0].evaluations["accuracy"])))
    #expect(record.metrics["checked-forget-before"]?.number.map { 100 - $0 } == before.metrics["UA"]?.number)

    let retain = json["cost"]?["read"]?["retain"]
    #expect(retain?["gradient_visits"] == retain?["size"] && retain?["size"] == json["sets"]?["retain"]?["count"])
    #expect(json["cost"]?["used"]?["forget_labels"] == false)
  }

  @Test func failuresAreFound() throws {
    let split = try ImageSplit(
      name: "train", shape: ImageShape(channels: 1, height: 1, width: 1), pixels: [0, 1, 2, 3, 4, 5],
      labels: [0, 1, 0, 1, 0, 1], classCount: 2)
    func subset(_ positions: [Int]) -> Subset { Subset(split: split, positions: positions) }
    let training = split.whole()
    func retention(_ retain: Subset) -> String? {
      RequestCheck.retention(training: training, forget: subset([0, 2, 4]), retain: retain).problem
    }
    #expect(retention(subset([1, 3, 5])) == nil)
    #expect(retention(subset([1, 3])) != nil && retention(subset([1, 3, 5, 4])) != nil)
    #expect(
      retention(subset([1, 3, 5]).relabelled([1, 0, 1]))
        == "3 samples where 3 were to be kept, of which 2 are there with their labels")
    func part(_ name: String, _ positions: [Int64]) -> SplitFile.Part {
      .init(name: name, group: .train, positions: positions)
    }
    let file = SplitFile(parts: [part("forget", [0]), part("retain", [1, 2])])
    #expect(RequestCheck.file(file, forget: subset([0]), retain: subset([1, 2])).problem == nil)
    #expect(RequestCheck.file(file, forget: subset([0]), retain: subset([1, 3])).problem != nil)
    #expect(RequestCheck.original(before: "a", after: "b").problem == "another digest: b")
  }

  /// The selection is held against the dataset, so that a wrong division is found though its repetition agrees.
  @Test func wrongSelectionsAreFound() throws {
    let split = try ImageSplit(
      name: "train", shape: ImageShape(channels: 1, height: 1, width: 1), pixels: [0, 1, 2, 3, 4, 5],
      labels: [0, 1, 0, 1, 0, 1], classCount: 2)
    func subset(_ positions: [Int]) -> Subset { Subset(split: split, positions: positions) }
    /// The last sample is held out; the second forget set, `again`, is the same wrong one.
    func problems(_ request: ForgetRequest, _ forget: [Int], again: [Int]? = nil, noisy: [Int32]? = nil) -> [String?] {
      var training = split.whole().prefix(5)
      if let noisy { training = training.relabelled(noisy) }
      return RequestCheck.selection(request, training: training, forget: subset(forget), again: subset(again ?? forget))
        .map(\.problem)
    }
    #expect(problems(.classes([0]), [0, 2, 4]) == [nil])
    #expect(
      problems(.classes([0]), [0, 3]) == ["2 of 3 samples asked for are not in it, 1 others are, 0 are repeated"])
    #expect(problems(.classes([0]), [0, 2, 4, 4]) != [nil] && problems(.classes([1]), [1, 3, 5]) != [nil])
    #expect(problems(.positions([1, 2]), [1, 2]) == [nil] && problems(.positions([1, 2]), [1, 3]) != [nil])
    let noisy: [Int32] = [0, 0, 0, 0, 0]
    #expect(problems(.noisyLabels(0.4), [1, 3], noisy: noisy) == [nil, nil])
    #expect(problems(.noisyLabels(0.4), [1, 2], noisy: noisy)[0] != nil)
    #expect(problems(.noisyLabels(0.2), [1, 3], noisy: noisy) == [nil, "[2] where [1] are asked for"])
    #expect(problems(.sequence([.classes([0]), .positions([3])]), [0, 2, 3, 4]) == [nil])
    #expect(problems(.sequence([.classes([0]), .positions([3])]), [0, 2, 4]) != [nil])
    // Drawn ones: the size, and a repetition that is called one.
    #expect(problems(.count(2), [0, 3]) == [nil, nil])
    #expect(problems(.count(3), [0, 3]) == ["[2] where [3] are asked for", nil])
    #expect(problems(.count(2), [0, 3], again: [0, 4])[1] != nil)
    #expect(problems(.count(2), [0, 5])[0] == "samples that are no training samples, or repeated")
    #expect(problems(.fraction(0.4), [0, 3]) == [nil, nil] && problems(.fraction(0.4), [0])[0] != nil)
    #expect(problems(.classShare([0, 1], .count(1)), [0, 3]) == [nil, nil])
    #expect(problems(.classShare([0, 1], .count(1)), [0, 2])[0] == "[2, 0, 2] where [1, 1, 2] are asked for")
    #expect(problems(.classShare([0], .fraction(0.34)), [0, 3])[0] == "[1, 2] where [1, 1] are asked for")
    let cluster = ForgetRequest.cluster(ClusterRequest(clusterCount: 2, cluster: 0))
    let checks = RequestCheck.selection(cluster, training: split.whole(), forget: subset([1]), again: subset([1]))
    #expect(
      checks.map(\.statement) == [
        "the same selection, made a second time, gives the forget set again, to the sample"
      ])
  }

  /// Of random samples a retrained network answers most: only of classes is it said that they are still known.
  @Test func onlyWholeClassesAreCalledUnchanged() throws {
    for (forget, isSaid) in [("{kind: class, classes: [0, 3]}", true), ("{kind: random, count: 40}", false)] {
      let folder = RunTests.Folder()
      let text = Self.text.replacingOccurrences(of: "{kind: class, classes: [0, 3]}", with: forget)
        .replacingOccurrences(of: "{name: opc, epochs: 1}", with: "identity")
      let (json, directory, _, _) = try Self.request(text, method: "identity", in: folder)
      #expect(json["verified"]?["holds"] == true)
      let notes = try CellRecord.read(from: directory).notes
      #expect(notes.contains { $0.hasPrefix("leaves the forget set as it was") } == isSaid, "\(notes)")
    }
  }

  @Test func doingNothingIsSaid() {
    func remark(_ after: Double) -> String? {
      CheckedAccuracy(set: "forget", samples: 2000, before: 98.2, after: after).unchangedRemark(forgetsClasses: true)
    }
    let random = CheckedAccuracy(set: "forget", samples: 2000, before: 98.2, after: 98.2)
    #expect(random.unchangedRemark(forgetsClasses: false) == nil)
    #expect(
      remark(98)
        == "leaves the forget set as it was: 98.0 % answered right (original 98.2 %), measured on 2000 forget samples")
    #expect(remark(97) == nil && remark(99.4) == nil && remark(0) == nil)
  }
}
