/// A multi-layer perceptron, 256–128 hidden units with ReLU; features are the second hidden layer.
public enum MLP: Architecture {
  public static let name = "mlp"
  static let widths = [256, 128]

  public static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    let trunk = Sequential([
      Flatten(),
      make.linear("fc1", from: make.input.count, to: widths[0], flattened: make.input), ReLU(),
      make.linear("fc2", from: widths[0], to: widths[1]), ReLU(),
    ])
    return NetworkBody(trunk: trunk, head: make.linear("fc", from: widths[1], to: make.classCount))
  }
}
