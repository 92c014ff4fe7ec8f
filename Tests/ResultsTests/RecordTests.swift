import Foundation
import Testing

@testable import Results

@Suite("Records")
struct RecordTests {
  @Test("A record reads back as it was written, and its bytes are stable")
  func roundTrip() async throws {
    try await Fixtures.withFolder { root in
      let metrics: Metrics = ["UA": 98.25, "RA": 99, "CKA": .undefined(reason: "zero variance"), "AUC": 0.5]
      let record = Fixtures.record("evaluate-0123456789abcdef", metrics: metrics, notes: ["note \"quoted\""])
      let folder = RecordStore(root: root).directory(of: record.id)
      try record.write(in: folder)
      let read = try CellRecord.read(from: folder)
      #expect(read == record)
      #expect(read.metrics.names == ["UA", "RA", "CKA", "AUC"])
      #expect(try read.encoded() == record.encoded())
    }
  }

  @Test("cell.json has the keys and forms that other tools read")
  func schema() throws {
    let record = Fixtures.record(
      "x-1", metrics: ["UA": 98.5, "CKA": .undefined(reason: "zero variance")],
      status: .failed(reason: "diverged at step 812 (loss NaN)"))
    let json = try JSONDecoder().decode(JSONValue.self, from: record.encoded())
    #expect(json["format"] == "lethe.cell")
    #expect(json["schema_version"] == 1)
    #expect(json["status"] == "failed")
    #expect(json["reason"] == "diverged at step 812 (loss NaN)")
    #expect(json["metrics"]?["UA"] == 98.5)
    #expect(json["metrics"]?["CKA"] == ["undefined": "zero variance"])
    #expect(json["metric_order"] == ["UA", "CKA"])
    #expect(json["started"] == "2025-07-10T09:30:00Z")
    #expect(json["peak_memory_bytes"] == 314_572_800)
    #expect(json["config"]?["rate"] == 0.1)
    #expect(json["config"]?["whole"] == 2)
  }

  @Test("Numbers that JSON cannot hold become undefined")
  func nonFinite() throws {
    #expect(MetricValue(.nan) == .undefined(reason: "not a number"))
    let data = try JSONEncoder().encode(["loss": MetricValue.number(.infinity)])
    #expect(
      try JSONDecoder().decode([String: MetricValue].self, from: data) == ["loss": .undefined(reason: "infinite")])
    #expect(MetricValue.undefined(reason: "zero variance").description == "undefined (zero variance)")
  }

  @Test("Setting a metric again keeps its place; nil removes it")
  func metricOrder() {
    var metrics: Metrics = ["b": 1, "a": 2, "c": 3]
    metrics["b"] = 4
    metrics["a"] = nil
    #expect(metrics.map(\.name) == ["b", "c"])
    #expect(metrics.map(\.value) == [4, 3])
  }

  @Test("The store reads finished cells, and passes by half directories")
  func store() async throws {
    try await Fixtures.withFolder { root in
      let store = RecordStore(root: root)
      #expect(store.load().records.isEmpty)
      for id in ["b-2", "a-1"] { try Fixtures.record(id).write(in: store.directory(of: id)) }
      let half = store.directory(of: "c-3")
      try FileManager.default.createDirectory(at: half, withIntermediateDirectories: true)
      try Data("0.5\n".utf8).write(to: half.appending(path: "log.txt"))
      try Data().write(to: store.cellsDirectory.appending(path: "stray-file"))

      let contents = store.load()
      #expect(contents.records.map(\.id) == ["a-1", "b-2"])
      #expect(contents.unfinished == ["c-3"])
      #expect(contents.problems.isEmpty)
      #expect(store.load(ids: ["b-2", "d-4"]).records.map(\.id) == ["b-2"])
      #expect(try store.record("d-4") == nil)
    }
  }

  @Test(
    "A bad record names its file, what is wrong and the remedy, and hides no other",
    arguments: [
      ("{\"format\": \"lethe.cell\", \"schema_ver", "not JSON", "run the experiment again"),
      ("{\"format\": \"other\", \"schema_version\": 1}", "found 'other'", "move it out"),
      ("{\"format\": \"lethe.cell\", \"schema_version\": 99}", "schema version 99", "newer program"),
      ("{\"format\": \"lethe.cell\", \"schema_version\": 1}", "'id' is missing", "run the experiment again"),
    ])
  func corrupt(text: String, what: String, remedy: String) async throws {
    try await Fixtures.withFolder { root in
      let store = RecordStore(root: root)
      try Fixtures.record("good-1").write(in: store.directory(of: "good-1"))
      try ResultFile.write(text, to: store.directory(of: "bad-1").appending(path: "cell.json"))
      let contents = store.load()
      #expect(contents.records.map(\.id) == ["good-1"])
      let problem = try #require(contents.problems.first)
      #expect(problem.file.hasSuffix("cells/bad-1/cell.json"))
      #expect(problem.description.contains(problem.file))
      #expect(problem.description.contains(what))
      #expect(problem.description.contains(remedy))
    }
  }

  @Test("A wrong type is located inside the file; a copied directory is told from its original")
  func located() async throws {
    try await Fixtures.withFolder { root in
      let store = RecordStore(root: root)
      let record = Fixtures.record("a-1", metrics: ["UA": 1])
      let text = String(decoding: try record.encoded(), as: UTF8.self)
      let broken = text.replacing("\"UA\" : 1", with: "\"UA\" : \"high\"")
      #expect(broken != text)
      try ResultFile.write(broken, to: store.directory(of: "a-1").appending(path: "cell.json"))
      try ResultFile.write(text, to: store.directory(of: "a-2").appending(path: "cell.json"))
      let problems = store.load().problems
      #expect(problems.count == 2)
      #expect(problems.first?.description.contains("'metrics.UA'") == true)
      #expect(
        problems.last == .misplaced(file: store.directory(of: "a-2").appending(path: "cell.json").path, id: "a-1"))
    }
  }

  @Test("A log reads as curves; a cut last line is left out, a bad line is located")
  func metricLog() async throws {
    try await Fixtures.withFolder { folder in
      let file = folder.appending(path: "metrics.jsonl")
      let lines =
        MetricLog.line(["epoch": 1, "loss": 0.5]) + MetricLog.line(["epoch": 2, "loss": .init(.nan)])
        + MetricLog.line(["epoch": 3, "accuracy": 90])
      #expect(lines.hasPrefix("{\"epoch\":1,\"loss\":0.5}\n"))
      try ResultFile.write(lines + "{\"epoch\": 4, \"lo", to: file)
      let log = try MetricLog(contentsOf: file)
      #expect(log.lines.count == 3)
      #expect(log.series("loss", against: "epoch") == Series(name: "loss", xLabel: "epoch", x: [1, 2], y: [0.5, nil]))

      try ResultFile.write("{\"epoch\": 1}\nnonsense\n{\"epoch\": 2}\n", to: file)
      #expect {
        try MetricLog(contentsOf: file)
      } throws: { "\($0)".contains("line 2") }
    }
  }
}
