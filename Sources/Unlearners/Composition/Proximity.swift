import Learning
import TensorCore

/// Σ ‖θ − anchor‖² over some parameters.
///
/// Shapes:    anchors as the parameters → []
/// Gradient:  2(θ − anchor)
func squaredDistance(_ parameters: [Parameter], from anchors: [Tensor]) -> Tensor {
  zip(parameters, anchors).map { ($0.tensor - $1).squared().sum() }.reduce(Tensor(scalar: 0), +)
}

/// Σ ‖θ‖₁ over some parameters.
///
/// Shapes:    any → []
/// Gradient:  the sign of θ, 0 at 0, as torch.linalg.norm(ord=1)
func absoluteSum(_ parameters: [Parameter]) -> Tensor {
  parameters.map { $0.tensor.absolute().sum() }.reduce(Tensor(scalar: 0), +)
}
