import Archive
import Foundation
import Learning
import TensorCore

extension Workload {
  /// Writes what another program needs to compute the gradients of one training step itself, and ours, into `--folder`:
  /// `model.h5`, `images.f32` [N, H, W, C], `labels.i32` [N], `gradients.f32`: one parameter after the other, in the
  /// order and layout of the state dict.
  static func gradients(of family: any Architecture.Type, _ shape: ImageShape) -> Workload {
    Workload { arguments, _ in
      let folder = URL(fileURLWithPath: try arguments.text("folder"))
      var random = RandomStream(seed: UInt64(try arguments.integer("seed", default: 0)))
      let network = try family.build(
        input: shape, classCount: SyntheticImages.classCount, normalisation: .identity(channels: shape.channels),
        random: random.child("init"))
      let images = Tensor.normal([try arguments.batch, shape.height, shape.width, shape.channels], random: &random)
      let labels = (0..<images.shape[0]).map { _ in Int32(random.integer(below: SyntheticImages.classCount)) }
      try network.checkpoint().write(to: folder.appendingPathComponent("model.h5"))

      let loss = meanCrossEntropy(network.forward(images, mode: .train).logits, labels: labels)
      let parameters = network.parameters
      let computed = TensorCore.gradients(of: loss, withRespectTo: parameters.map(\.tensor))
      try write(images.floats, to: folder.appendingPathComponent("images.f32"))
      try write(labels, to: folder.appendingPathComponent("labels.i32"))
      try write(
        zip(parameters, computed).flatMap { $0.diskLayout(of: $1).floats },
        to: folder.appendingPathComponent("gradients.f32"))
    }
  }

  private static func write<Element>(_ values: [Element], to file: URL) throws {
    try values.withUnsafeBytes { try Data($0).write(to: file) }
  }
}
