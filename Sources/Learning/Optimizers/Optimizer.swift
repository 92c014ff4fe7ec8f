import TensorCore

/// Moves parameters by their gradients, in place.
public protocol Optimizer: AnyObject {
  /// What is moved; `step` takes gradients in this order.
  var parameters: [Parameter] { get }

  /// One step.
  ///
  /// Shapes:    gradients as `parameters`, in memory layout
  func step(gradients: [Tensor], learningRate: Double)

  /// Steps taken.
  var stepCount: Int { get }

  /// Everything beside the parameters that the next step depends on, named `<parameter>.<slot>`, in memory layout.
  ///
  /// The tensors are the live ones; copy them to keep them.
  var slots: [(name: String, tensor: Tensor)] { get }

  /// Goes on from a saved state.
  ///
  /// Throws:    `LearningError.snapshotMismatch` when a slot is missing or has another shape
  func restore(slots: [String: Tensor], stepCount: Int) throws
}

extension Optimizer {
  func check(_ gradients: [Tensor]) {
    precondition(
      gradients.count == parameters.count,
      "\(gradients.count) gradients for \(parameters.count) parameters")
    for (gradient, parameter) in zip(gradients, parameters) {
      precondition(
        gradient.shape == parameter.tensor.shape,
        "gradient of \(parameter.name) has shape \(gradient.shape), the parameter \(parameter.tensor.shape)")
    }
  }

  func restoreSlots(from saved: [String: Tensor]) throws {
    for slot in slots {
      guard let values = saved[slot.name] else {
        throw LearningError.snapshotMismatch("the optimizer's '\(slot.name)' is missing")
      }
      guard values.shape == slot.tensor.shape else {
        throw LearningError.snapshotMismatch(
          "the optimizer's '\(slot.name)' has shape \(values.shape), expected \(slot.tensor.shape)")
      }
      slot.tensor.updateCopy(from: values)
    }
  }
}

/// The L2 norm over all gradients together.
///
/// Shapes:    any
/// Error:     accumulates in Double
public func globalNorm(_ gradients: [Tensor]) -> Double {
  withoutGradients {
    gradients.reduce(0) { $0 + dot($1, $1).item() }.squareRoot()
  }
}

/// Scales gradients so that their joint L2 norm is at most `maximum`.
///
/// Shapes:    any → the same
/// Source:    torch.nn.utils.clip_grad_norm_ (factor min(1, maximum/(norm + 1e-6)))
public func clipped(_ gradients: [Tensor], toNorm maximum: Double) -> [Tensor] {
  let factor = maximum / (globalNorm(gradients) + 1e-6)
  guard factor < 1 else { return gradients }
  return withoutGradients { gradients.map { $0 * factor } }
}
