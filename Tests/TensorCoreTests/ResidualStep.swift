import Testing

@testable import TensorCore

/// A training step of a residual network with one block a stage: stem, blocks whose first convolution halves the maps
/// (but for the first stage's), 1×1 shortcuts, batch normalisation with fused ReLU and residual, pooling, head, SGD.
struct ResidualStep: Sendable, CustomTestStringConvertible {
  let name: String
  let widths: [Int]
  let batch, size: Int

  static let all = [
    ResidualStep(name: "ResNet-20", widths: [16, 32, 64], batch: 17, size: 16),
    ResidualStep(name: "ResNet-18", widths: [64, 128, 256, 512], batch: 8, size: 32),
    ResidualStep(name: "ResNet-20, one image", widths: [16, 32, 64], batch: 1, size: 32),
  ]

  var testDescription: String { name }

  /// The loss, the moments of the stem, every gradient, every weight after one update. `deferred`: as in the networks,
  /// normalised values without a residual are formed by what reads them.
  func run(deferred: Bool = true) -> [Tensor] {
    var network = Recorder(deferred: deferred)
    let images = KernelSupport.normal([batch, size, size, 3], 1)
    let labels = (0..<batch).map { Int32($0 % 10) }
    let (stem, moments) = conv2dWithMoments(images, network.weight([3, 3, 3, widths[0]]), padding: 1)
    var x = network.normalised(stem, moments, relu: true)
    for (stage, width) in widths.enumerated() {
      let stride = stage > 0 ? 2 : 1, inputs = x.shape[3]
      let (first, firstMoments) = conv2dWithMoments(
        x, network.weight([3, 3, inputs, width]), stride: stride, padding: 1)
      let (second, secondMoments) = conv2dWithMoments(
        network.normalised(first, firstMoments, relu: true), network.weight([3, 3, width, width]), padding: 1)
      var shortcut = x
      if stride > 1 {
        let (projected, its) = conv2dWithMoments(x, network.weight([1, 1, inputs, width]), stride: stride)
        shortcut = network.normalised(projected, its, relu: false)
      }
      x = network.normalised(second, secondMoments, residual: shortcut, relu: true)
    }
    let logits = matmul(x.maxPooled(size: 2, stride: 1).globalAveragePooled(), network.weight([widths.last!, 10]))
    let loss = crossEntropy(logits, labels: labels).mean()
    let parameters = network.parameters, found = gradients(of: loss, withRespectTo: parameters)
    for (parameter, gradient) in zip(parameters, found) {
      Tensor.updateSGD(
        parameter: parameter, gradient: gradient, momentumBuffer: nil, learningRate: 0.1, momentum: 0,
        weightDecay: 5e-4, nesterov: false, firstStep: true)
    }
    return [loss.detached(), moments.mean, moments.variance] + found + parameters
  }
}

/// Makes parameters as they are asked for.
private struct Recorder {
  let deferred: Bool
  var parameters: [Tensor] = []

  mutating func weight(_ shape: Shape) -> Tensor {
    let inputs = shape.dimensions.dropLast().reduce(1, *)
    parameters.append(
      KernelSupport.normal(shape, UInt64(parameters.count), deviation: (2 / Double(inputs)).squareRoot()).tracked())
    return parameters.last!
  }

  mutating func normalised(
    _ x: Tensor, _ moments: ChannelMoments, residual: Tensor? = nil, relu: Bool
  ) -> Tensor {
    let scale = Tensor.ones([x.shape[3]]).tracked(), shift = Tensor.zeros([x.shape[3]]).tracked()
    parameters += [scale, shift]
    return batchNormTrain(
      x, moments: moments, scale: scale, shift: shift, residual: residual, relu: relu,
      deferred: deferred && residual == nil, epsilon: 1e-5
    ).output
  }
}
