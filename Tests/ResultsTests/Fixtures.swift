import Foundation

@testable import Results

/// Records, tables and folders that several suites use.
enum Fixtures {
  static let machine = CellRecord.Machine(cpu: "Test CPU <8 cores> & more", kernels: "avx2", cores: 2, threads: 2)
  static let start = Date(timeIntervalSince1970: 1_752_139_800)

  static func record(
    _ id: String, kind: CellRecord.Kind = .evaluate, method: String = "finetune", seed: Int = 0,
    metrics: Metrics = [:], status: CellRecord.Status = .done, notes: [String] = []
  ) -> CellRecord {
    CellRecord(
      id: id, kind: kind, method: method, digest: String(repeating: "0f", count: 32),
      config: ["model": "convnet", "rate": 0.1, "epochs": 3, "whole": 2.0, "augment": true, "classes": [0, 1, 2]],
      inputs: ["network": "unlearn-0123456789abcdef"], componentVersions: ["finetune": 1], revision: "abc1234",
      machine: machine, seeds: ["train": seed, "unlearn": 0], started: start, finished: start.addingTimeInterval(90),
      seconds: 90.25, peakMemoryBytes: 300 << 20, status: status, metrics: metrics,
      series: [Series(name: "loss", xLabel: "epoch", x: [1, 2], y: [0.5, nil])], notes: notes,
      artefacts: ["grid.png"])
  }

  /// Runs `body` with a folder of its own.
  static func withFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "results-tests-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }

  static func text(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
