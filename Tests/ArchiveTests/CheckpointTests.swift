import Archive
import Foundation
import Testing

@Suite("Checkpoints") struct CheckpointTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let sample = Checkpoint(
    architecture: "resnet18", classCount: 10, cellID: "train-0123", createdBy: "lethe 0.1",
    mean: [0.4914, 0.4822, 0.4465],
    std: [0.247, 0.2435, 0.2616],
    stateDict: [
      "layer1.0.conv1.weight": StateArray((0..<2 * 3 * 3 * 3).map { Float($0) / 7 }, shape: [2, 3, 3, 3]),
      "bn1.running_mean": StateArray([0.25, -1], shape: [2]),
      "bn1.num_batches_tracked": StateArray(integers: [391], shape: []),
      "a.last": StateArray([1, 2, 3], shape: [3, 1]),
    ],
    optimizer: ["momentum.a.last": StateArray([0, 0, 1], shape: [3, 1])],
    random: ["shuffle": .integers([1, 2, 3, 4])],
    progress: ["epoch": 3, "loss": 0.125, "state": "running"])

  @Test("everything comes back, in order")
  func roundTrip() throws {
    try Self.sample.write(to: folder("a.h5"))
    let read = try Checkpoint(reading: folder("a.h5"))
    #expect(read == Self.sample)
    #expect(
      read.stateDict.names
        == ["layer1.0.conv1.weight", "bn1.running_mean", "bn1.num_batches_tracked", "a.last"])
  }

  @Test("optional groups stay absent")
  func minimal() throws {
    var checkpoint = Self.sample
    checkpoint.optimizer = nil
    checkpoint.random = nil
    checkpoint.progress = [:]
    try checkpoint.write(to: folder("a.h5"))
    #expect(try Checkpoint(reading: folder("a.h5")) == checkpoint)
    #expect(try HDF5File(reading: folder("a.h5")).root.names == ["state_dict", "progress"])
  }

  @Test("equal checkpoints are equal bytes, another value is not")
  func deterministic() async throws {
    try Self.sample.write(to: folder("a.h5"))
    // A second apart: a stored time would show.
    try await Task.sleep(for: .seconds(1.1))
    try Self.sample.write(to: folder("b.h5"))
    #expect(try FileBytes.read(folder("a.h5")) == FileBytes.read(folder("b.h5")))
    var other = Self.sample
    other.stateDict["bn1.running_mean"] = StateArray([0.25, 1], shape: [2])
    try other.write(to: folder("b.h5"))
    #expect(try FileBytes.read(folder("a.h5")) != FileBytes.read(folder("b.h5")))
  }

  @Test("arrays of another type are refused")
  func wrongType() throws {
    let url = folder("a.h5")
    try HDF5File.write(to: url) { root in
      try root.setAttribute("format", "lethe.checkpoint")
      try root.setAttribute("format_version", 1)
      try root.setAttribute("class_count", 10)
      for name in ["architecture", "cell_id", "created_by"] { try root.setAttribute(name, "x") }
      try root.setAttribute("mean", [0.5] as [Float])
      try root.setAttribute("std", [0.5] as [Float])
      try root.createGroup("state_dict").createDataset("w", [0.5], shape: [1])
    }
    #expect(
      throws: ArchiveError(
        .wrongType, file: url.path, object: "state_dict/w", expected: "float32 or int64", found: "float64")
    ) { try Checkpoint(reading: url) }
  }

  @Test("a deviation of zero is refused")
  func normalisation() throws {
    var checkpoint = Self.sample
    checkpoint.std[1] = 0
    try checkpoint.write(to: folder("a.h5"))
    let error = #expect(throws: ArchiveError.self) { try Checkpoint(reading: folder("a.h5")) }
    #expect(error?.problem == .wrongValue)
    #expect(error?.object == "attributes mean, std")
  }

  @Test("a state dict keeps order through changes")
  func stateDict() {
    var dict: StateDict = ["b": StateArray([1], shape: [1]), "a": StateArray([2], shape: [1])]
    dict["c"] = StateArray(integers: [3], shape: [])
    dict["b"] = StateArray([4], shape: [1])
    #expect(dict.names == ["b", "a", "c"])
    #expect(dict["b"]?.floats == [4])
    dict["b"] = nil
    #expect(dict.names == ["a", "c"])
    #expect(dict["c"]?.integers == [3])
    #expect(dict["b"] == nil)
    #expect(dict.map(\.name) == ["a", "c"])
  }
}
