import TensorCore

/// What Adam sees of the images' gradient.
public enum GradientSigning: String, Codable, Sendable, CaseIterable {
  /// Its sign.
  case hard
  /// tanh(s·g)/s with s falling from 1 to 0 over the iterations.
  case soft
  /// The gradient itself.
  case none

  /// Shapes:    any → the same
  /// Source:    Geiping et al., 2020 (`signed`); breaching, 2022 (`soft`)
  func apply(to gradient: Tensor, iteration: Int, iterations: Int) -> Tensor {
    switch self {
    case .hard: return gradient.sign()
    case .none: return gradient
    case .soft:
      let scale = 1 - Double(iteration) / Double(iterations)
      return (gradient * scale).tanh() * (1 / scale)
    }
  }
}
