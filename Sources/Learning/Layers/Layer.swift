import TensorCore

/// Whether batch statistics or running statistics normalise.
public enum Mode: Sendable {
  /// Batch statistics; running statistics are updated.
  case train
  /// Running statistics; nothing changes.
  case evaluate
}

/// A map from activations to activations.
public protocol Layer {
  /// The layer's output for a batch.
  ///
  /// Shapes:    x [N, H, W, C] or [N, d] → what the layer says
  func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor
}

/// Layers one after another.
public struct Sequential: Layer {
  public let layers: [any Layer]

  public init(_ layers: [any Layer]) { self.layers = layers }

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    layers.reduce(x) { activation, layer in layer(activation, mode: mode) }
  }
}
