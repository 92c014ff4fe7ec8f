import TensorCore

/// One minus the cosine between the gradient at some images and the target, over all parameters concatenated.
///
/// Source:    Geiping et al., 2020, equation (4)
struct CosineMatching {
  let model: MatchedModel
  /// The target over its norm: late in training gradients are so small that their squares would underflow.
  let unitTarget: [Tensor]

  /// A programmer error when the target's tensors are not the parameters' shapes, or all zero.
  init(model: MatchedModel, target: [Tensor]) {
    precondition(
      model.parameters.map(\.shape) == target.map(\.shape), "target \(target.map(\.shape)) of other parameters")
    self.model = model
    unitTarget = withoutGradients {
      let norm = Self.norm(target)
      precondition(norm > 0, "a target of zeros has no direction")
      return target.map { $0 * (1 / norm) }
    }
  }

  /// The loss at a gradient and its derivative with respect to that gradient, nil for a gradient of zeros.
  ///
  /// With g the gradient and t the unit target: 1 − ⟨g, t⟩/‖g‖ and v = ⟨g, t⟩ g/‖g‖³ − t/‖g‖.
  ///
  /// Shapes:    as the parameters → as the parameters
  /// Error:     inner products accumulate in Double
  func direction(at gradient: [Tensor]) -> (loss: Double, direction: [Tensor])? {
    withoutGradients {
      let (norm, inner) = normAndInner(gradient)
      guard !(norm <= Self.smallestNorm) else { return nil }
      let direction = zip(gradient, unitTarget).map { g, t in
        combined(g, times: inner / (norm * norm * norm), plus: t, times: -1 / norm)
      }
      return (1 - inner / norm, direction)
    }
  }

  /// The loss alone, at the cost of one gradient; nil where the gradient vanishes.
  func loss(at images: Tensor) -> Double? {
    let gradient = gradients(of: model.loss(images), withRespectTo: model.parameters)
    let (norm, inner) = normAndInner(gradient)
    return norm <= Self.smallestNorm ? nil : 1 - inner / norm
  }

  /// A gradient whose squares underflow float32 has no direction that float32 could give it.
  private static let smallestNorm = Double(Float.leastNormalMagnitude).squareRoot()

  /// ‖g‖ and ⟨g, t⟩ over all parameters together.
  private func normAndInner(_ gradient: [Tensor]) -> (norm: Double, inner: Double) {
    var square = 0.0, inner = 0.0
    for (g, t) in zip(gradient, unitTarget) {
      let part = squareAndDot(g, t)
      square += part.square
      inner += part.dot
    }
    return (square.squareRoot(), inner)
  }

  static func norm(_ tensors: [Tensor]) -> Double {
    tensors.reduce(0) { $0 + dot($1, $1).item() }.squareRoot()
  }
}
