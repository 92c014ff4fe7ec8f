import Learning
import TensorCore

/// Images of noise and random labels, in memory: what is measured does not depend on what they show.
enum SyntheticImages {
  static let cifar = ImageShape(channels: 3, height: 32, width: 32)
  static let mnist = ImageShape(channels: 1, height: 28, width: 28)
  static let classCount = 10

  /// Constants that are no identity, so that networks normalise as they do on real images.
  static func normalisation(of shape: ImageShape) -> Normalisation {
    Normalisation(
      mean: [Float](repeating: 0.5, count: shape.channels), std: [Float](repeating: 0.25, count: shape.channels))
  }

  static func subset(_ shape: ImageShape, count: Int) throws -> Subset {
    var random = RandomStream(seed: 1)
    let pixels = Tensor.uniform([count * shape.count], in: 0...256, random: &random).floats.map { UInt8($0) }
    let labels = (0..<count).map { _ in Int32(random.integer(below: classCount)) }
    return try ImageSplit(name: "train", shape: shape, pixels: pixels, labels: labels, classCount: classCount).whole()
  }
}
