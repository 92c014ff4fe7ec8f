import TensorCore

/// How the gradient of the matching loss with respect to the images is computed.
enum MatchingForm: Equatable, Sendable {
  /// By differentiating the gradient's own graph: order 2.
  case exact
  /// By a difference of first-order gradients at moved weights; `step` is the length of the move.
  case pearlmutter(central: Bool, step: Double)
}

extension CosineMatching {
  /// The loss and its gradient with respect to the images, nil where the images' own gradient vanishes.
  ///
  /// Both forms need ∂/∂x ⟨g(x), v⟩ with v, the derivative of the loss at g(x), held constant: the chain rule, without
  /// computing the inner products themselves.
  ///
  /// Shapes:    images [N, H, W, C] → [N, H, W, C]
  /// Error:     exact: rounding; forward difference: O(step) and O(rounding/step); central: O(step²); a unit that
  ///            changes its ReLU or pooling branch inside the step adds its own jump
  /// Source:    Pearlmutter, 1994; Geiping et al., breaching, 2022 (`PearlmutterCosine`); deviation: the step is the
  ///            length of the move in weight space, which makes it independent of the gradient's scale
  func gradient(at images: Tensor, form: MatchingForm) -> (loss: Double, gradient: Tensor)? {
    switch form {
    case .exact: return exactGradient(at: images.tracked())
    case .pearlmutter(let central, let step): return differenceGradient(at: images, central: central, step: step)
    }
  }

  private func exactGradient(at images: Tensor) -> (loss: Double, gradient: Tensor)? {
    let gradient = gradients(of: model.loss(images), withRespectTo: model.parameters, createGraph: true)
    guard let (loss, direction) = direction(at: gradient) else { return nil }
    return (loss, gradients(of: gradient, withRespectTo: [images], seeds: direction)[0])
  }

  private func differenceGradient(
    at images: Tensor, central: Bool, step: Double
  ) -> (loss: Double, gradient: Tensor)? {
    let leaf = images.tracked()
    // One walk gives the gradients of the weights and, for the forward difference, of the images.
    var here = gradients(of: model.loss(leaf), withRespectTo: model.parameters + (central ? [] : [leaf]))
    let unmoved = central ? nil : here.removeLast()
    guard let (loss, direction) = direction(at: here) else { return nil }
    let length = Self.norm(direction)
    // At the optimum v vanishes; so does the gradient.
    guard length > 0 else { return (loss, Tensor.zeros(images.shape, dtype: images.dtype)) }
    let scale = step / length
    let ahead = imageGradient(at: images, movedBy: direction, scale: scale)
    let behind = unmoved ?? imageGradient(at: images, movedBy: direction, scale: -scale)
    let result = withoutGradients { (ahead - behind) * (1 / (central ? 2 * scale : scale)) }
    return (loss, result)
  }

  /// ∂/∂x of the loss with every weight moved by scale·direction; the weights are put back bit for bit.
  private func imageGradient(at images: Tensor, movedBy direction: [Tensor], scale: Double) -> Tensor {
    let saved = model.parameters.map { $0.copy() }
    for (parameter, part) in zip(model.parameters, direction) { parameter.updateAdd(part, scale: scale) }
    let leaf = images.tracked()
    let result = gradients(of: model.loss(leaf), withRespectTo: [leaf])[0]
    for (parameter, values) in zip(model.parameters, saved) { parameter.updateCopy(from: values) }
    return result
  }
}
