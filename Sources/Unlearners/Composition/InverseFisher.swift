import TensorCore

/// F⁻¹·v, where F = δ·1 + 1/n·Σ g·gᵀ over the gradients of n single samples, without ever holding F (WoodFisher).
///
/// By Sherman and Morrison, a gradient g turns F⁻¹·v = k into k − o·⟨k, g⟩/(n + ⟨o, g⟩), where o = F⁻¹·g before that g.
///
/// Error:     products accumulate in Double, vectors are float32
/// Source:    Singh and Alistarh, "WoodFisher" (2020), equation (5)
final class InverseFisher {
  /// F⁻¹·v for the gradients so far, [weights].
  private(set) var product: Tensor
  private let recursion: InfluenceUnlearning.Recursion
  private let damping: Double
  private let count: Double
  /// Released: one o, the first gradient, which later ones only shorten. Exact: the o of each gradient, made from all
  /// before it, and the n + ⟨o, g⟩ that it is divided by.
  private var directions: [(o: Tensor, divisor: Double)] = []

  /// `count` is the n of F: how many gradients there will be.
  ///
  /// Shapes:    vector [weights]
  init(times vector: Tensor, damping: Double, count: Int, recursion: InfluenceUnlearning.Recursion) {
    product = withoutGradients { vector.detached() / damping }
    self.damping = damping
    self.count = Double(count)
    self.recursion = recursion
  }

  /// Shapes:    gradient [weights]
  func add(_ gradient: Tensor) {
    withoutGradients {
      switch recursion {
      case .released: addToOneDirection(gradient)
      case .exact: addExactly(gradient)
      }
    }
  }

  private func addToOneDirection(_ gradient: Tensor) {
    guard let o = directions.first?.o else {
      // As released, the first gradient is the direction and takes no part otherwise.
      directions = [(gradient / damping, 0)]
      return
    }
    let overlap = inner(o, gradient), divisor = count + overlap
    product.updateAdd(o, scale: -inner(product, gradient) / divisor)
    o.updateAdd(o.copy(), scale: -overlap / divisor)
  }

  private func addExactly(_ gradient: Tensor) {
    let o = gradient / damping
    for earlier in directions { o.updateAdd(earlier.o, scale: -inner(earlier.o, gradient) / earlier.divisor) }
    let divisor = count + inner(o, gradient)
    product.updateAdd(o, scale: -inner(product, gradient) / divisor)
    directions.append((o, divisor))
  }

  private func inner(_ a: Tensor, _ b: Tensor) -> Double { squareAndDot(a, b).dot }
}
