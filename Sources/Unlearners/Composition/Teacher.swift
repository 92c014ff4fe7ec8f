import Learning
import TensorCore

/// A network that answers and does not learn: always in `evaluate` mode, never with a graph.
public struct Teacher {
  private let network: Network

  /// The network must not be the one that is being changed.
  public init(_ network: Network) { self.network = network }

  /// Shapes:    images [N, H, W, C] → [N, C]
  public func logits(_ images: Tensor) -> Tensor {
    withoutGradients { network.forward(images, mode: .evaluate).logits }
  }
}
