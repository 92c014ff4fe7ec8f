import TensorCore

/// The layers of a network: images to features, features to logits.
public struct NetworkBody {
  /// Normalised images [N, H, W, C] to features [N, d].
  public let trunk: any Layer
  /// Features [N, d] to logits [N, C].
  public let head: Linear
  /// The maps whose flattening the features are, nil when features are not flattened maps.
  public let flattenedMaps: ImageShape?

  public init(trunk: any Layer, head: Linear, flattenedMaps: ImageShape? = nil) {
    self.trunk = trunk
    self.head = head
    self.flattenedMaps = flattenedMaps
  }
}

/// A network family: one file a model.
///
/// To add one, write an enum that asks the builder for its layers, in the order in which the PyTorch module registers
/// them, and name it in the registry.
public protocol Architecture: Sendable {
  /// The config key and the `architecture` attribute of checkpoints.
  static var name: String { get }

  /// The layers for `make.input` and `make.classCount`.
  ///
  /// Throws:    `LearningError.inputDoesNotFit` when an image is too small for the pools
  static func assemble(_ make: NetworkBuilder) throws -> NetworkBody
}

extension Architecture {
  /// A network with fresh weights.
  ///
  /// Random:    each parameter draws from the child of `random` that bears its name
  /// Throws:    `LearningError.inputDoesNotFit`, `.invalidClassCount`, `.invalidNormalisation`
  public static func build(
    input: ImageShape, classCount: Int, normalisation: Normalisation, random: RandomStream
  ) throws -> Network {
    try Network(
      Self.self, input: input, classCount: classCount, normalisation: normalisation, source: .random(random))
  }
}
