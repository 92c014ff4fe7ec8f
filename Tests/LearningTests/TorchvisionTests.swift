import Archive
import Foundation
import TensorCore
import Testing

@testable import Learning

/// A checkpoint in PyTorch: strict loading into the twin of the architecture (torchvision's own ResNet-18 with a 3×3
/// stem), and the same logits. Needs `LETHE_PYTHON`, a Python with torch, torchvision and h5py (`make test-slow`).
@Suite struct TorchvisionTests {
  static let python = ProcessInfo.processInfo.environment["LETHE_PYTHON"]

  @Test(
    .enabled(if: python != nil, "set LETHE_PYTHON to a Python with torch, torchvision and h5py"),
    arguments: ["resnet18", "resnet20", "convnet", "convnet64", "mlp"])
  func checkpointsLoadStrictly(_ name: String) throws {
    let family = try #require(ModelTests.families.first { $0.name == name })
    let shape = ImageShape(channels: 3, height: 32, width: 32)
    let split = try makeSplit(8, shape: shape, classCount: 10)
    let network = try family.build(
      input: shape, classCount: 10, normalisation: GoldenData.normalisation(channels: 3),
      random: RandomStream(seed: 3))
    // Running statistics that are not the initial ones.
    withoutGradients { _ = network.forward(split.whole().wholeBatch().images, mode: .train) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-torch-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appendingPathComponent("model.h5"), io = folder.appendingPathComponent("io.h5")
    try network.checkpoint().write(to: model)
    let logits = network.predict(split.whole()).logits
    try HDF5File.write(to: io) { root in
      try root.createDataset("images", split.pixels, shape: [8, 3, 32, 32])
      try root.createDataset("logits", logits.floats, shape: logits.shape.dimensions)
    }

    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = [goldenFolder.appendingPathComponent("load_checkpoint.py").path, model.path, io.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
