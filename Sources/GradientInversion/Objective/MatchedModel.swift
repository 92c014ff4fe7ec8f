import Learning
import TensorCore

/// A loss as a function of images, and the weights with respect to which its gradient is compared.
struct MatchedModel {
  /// Tracked leaves; the finite-difference form moves them in place and puts them back.
  let parameters: [Tensor]
  /// Images in the attack's own space, [N, H, W, C] → [].
  let loss: (Tensor) -> Tensor
}

extension MatchedModel {
  /// The mean cross-entropy of a network with its running statistics, on images in normalised space.
  ///
  /// The network is copied, since the finite-difference form changes weights.
  init(_ view: InversionView, labels: [Int32], space: PixelSpace) {
    let network = view.network.copy()
    parameters = zip(network.parameters, view.target.isEntering).filter(\.1).map(\.0.tensor)
    loss = { images in
      meanCrossEntropy(network.forward(space.pixels(images), mode: .evaluate).logits, labels: labels)
    }
  }
}
