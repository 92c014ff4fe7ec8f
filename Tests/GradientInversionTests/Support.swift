import Learning
import TensorCore

@testable import GradientInversion

/// No hidden layer: the gradient of a row of the weight is the image times a number, so inversion has a closed form.
enum LinearNet: Architecture {
  static let name = "linear-net"
  static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    NetworkBody(
      trunk: Flatten(), head: make.linear("fc", from: make.input.count, to: make.classCount, flattened: make.input),
      flattenedMaps: make.input)
  }
}

/// Two convolutions with batch normalisation, ReLU and a pool.
enum TinyConvNet: Architecture {
  static let name = "tiny-conv-net"
  static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    let maps = ImageShape(channels: 6, height: make.input.height / 2, width: make.input.width / 2)
    let trunk = Sequential([
      make.convolution("conv0", from: make.input.channels, to: 5, size: 3, padding: 1),
      make.batchNorm("bn0", channels: 5), ReLU(),
      make.convolution("conv1", from: 5, to: 6, size: 3, padding: 1), make.batchNorm("bn1", channels: 6), ReLU(),
      MaxPool(2), Flatten(),
    ])
    return NetworkBody(
      trunk: trunk, head: make.linear("fc", from: maps.count, to: make.classCount, flattened: maps),
      flattenedMaps: maps)
  }
}

let smallShape = ImageShape(channels: 3, height: 6, width: 6)
let someNormalisation = Normalisation(mean: [0.5, 0.4, 0.3], std: [0.25, 0.2, 0.3])

func makeNetwork(
  _ family: any Architecture.Type, shape: ImageShape = smallShape, classCount: Int = 5, seed: UInt64 = 1
) throws -> Network {
  try family.build(
    input: shape, classCount: classCount, normalisation: someNormalisation, random: RandomStream(seed: seed))
}

/// Pixels in [0, 1], [count, H, W, C].
func makeImages(_ count: Int = 1, shape: ImageShape = smallShape, seed: UInt64 = 2) -> Tensor {
  var random = RandomStream(seed: seed)
  return Tensor.uniform([count, shape.height, shape.width, shape.channels], in: 0.1...0.9, random: &random)
}

/// The view of an attacker who saw one gradient of these images.
func makeView(_ network: Network, images: Tensor, labels: [Int32], grantsLabels: Bool = true) throws -> InversionView {
  try InversionView(
    network: network, target: .gradient(of: network, images: images, labels: labels),
    labels: grantsLabels ? labels : nil, imageCount: labels.count)
}

func meanSquaredError(_ a: Tensor, _ b: Tensor) -> Double {
  a.shape == b.shape
    ? zip(a.doubles, b.doubles).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(a.count) : .nan
}

/// ‖a − b‖/‖b‖.
func relativeDifference(_ a: Tensor, _ b: Tensor) -> Double {
  guard a.shape == b.shape else { return .infinity }
  let difference = zip(a.doubles, b.doubles).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (difference / b.doubles.reduce(0) { $0 + $1 * $1 }).squareRoot()
}

/// A convolutional model in Double, with statistics-free normalisation, and a target from other images.
struct DoubleModel {
  let matching: CosineMatching
  let target: [Tensor]
  let images: Tensor

  init(activation: @escaping (Tensor) -> Tensor) {
    var random = RandomStream(seed: 11)
    func draw(_ shape: Shape, _ scale: Double) -> Tensor {
      Tensor.normal(shape, standardDeviation: scale, random: &random, dtype: .float64)
    }
    let weights = [
      draw([3, 3, 2, 4], 0.4), draw([4], 0.3), draw([4], 1), draw([4], 0.3), draw([3 * 3 * 4, 3], 0.4), draw([3], 0.1),
    ].map { $0.tracked() }
    let mean = draw([4], 0.2), variance = draw([4], 0.5).squared() + 0.5
    let model = MatchedModel(parameters: weights) { images in
      let maps = batchNormEvaluate(
        conv2d(images, weights[0], padding: 1) + weights[1], scale: weights[2], shift: weights[3], mean: mean,
        variance: variance, epsilon: 1e-5)
      let features = activation(maps).averagePooled(size: 2, stride: 2)
      return crossEntropy(matmul(features.reshaped([1, 36]), weights[4]) + weights[5], labels: [1]).mean()
    }
    let truth = draw([1, 6, 6, 2], 1)
    target = gradients(of: model.loss(truth), withRespectTo: weights)
    matching = CosineMatching(model: model, target: target)
    images = draw([1, 6, 6, 2], 1)
  }
}
