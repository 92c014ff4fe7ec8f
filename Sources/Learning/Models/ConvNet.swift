/// A small convolutional net: conv 32–64–64 (3×3, padding 1, ReLU), 2×2 max-pool after the first and the third
/// convolution, a hidden layer of 128 (the features, after ReLU) and the classifier.
public enum ConvNet: Architecture {
  public static let name = "convnet"
  static let widths = [32, 64, 64]
  static let hidden = 128

  public static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    guard make.input.height >= 4, make.input.width >= 4 else {
      throw LearningError.inputDoesNotFit(
        architecture: name, input: make.input, reason: "its two 2x2 pools need images of at least 4x4 pixels")
    }
    let pool = MaxPool(2)
    let maps = pool.output(of: pool.output(of: make.input), channels: widths[2])
    func unit(_ name: String, from inputs: Int, to outputs: Int, pool: MaxPool? = nil) -> ConvolutionUnit {
      ConvolutionUnit(
        convolution: make.convolution(name, from: inputs, to: outputs, size: 3, padding: 1), norm: nil, relu: true,
        pool: pool)
    }
    let trunk = Sequential([
      unit("conv1", from: make.input.channels, to: widths[0], pool: pool),
      unit("conv2", from: widths[0], to: widths[1]),
      unit("conv3", from: widths[1], to: widths[2], pool: pool),
      Flatten(),
      make.linear("fc1", from: maps.count, to: hidden, flattened: maps), ReLU(),
    ])
    return NetworkBody(trunk: trunk, head: make.linear("fc", from: hidden, to: make.classCount))
  }
}
