import TensorCore

/// Adam, and AdamW where the weight decay is decoupled from the gradient.
///
/// Adam: g ← ∇ + λθ. AdamW: θ ← θ(1 − ηλ), g ← ∇. Then m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
/// θ ← θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
///
/// Source:    torch.optim.Adam, torch.optim.AdamW (amsgrad off)
public final class Adam: Optimizer {
  public let parameters: [Parameter]
  public private(set) var stepCount = 0
  private let beta1: Double
  private let beta2: Double
  private let epsilon: Double
  private let weightDecay: Double
  private let isDecoupled: Bool
  private let firstMoments: [Tensor]
  private let secondMoments: [Tensor]

  public init(
    _ parameters: [Parameter], beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, decoupled: Bool = false
  ) {
    self.parameters = parameters
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    isDecoupled = decoupled
    firstMoments = parameters.map { Tensor.zeros($0.tensor.shape) }
    secondMoments = parameters.map { Tensor.zeros($0.tensor.shape) }
  }

  public func step(gradients: [Tensor], learningRate: Double) {
    check(gradients)
    stepCount += 1
    for (index, parameter) in parameters.enumerated() {
      Tensor.updateAdam(
        parameter: parameter.tensor, gradient: gradients[index], firstMoment: firstMoments[index],
        secondMoment: secondMoments[index], step: stepCount, learningRate: learningRate, beta1: beta1, beta2: beta2,
        epsilon: epsilon, weightDecay: weightDecay, decoupled: isDecoupled)
    }
  }

  public var slots: [(name: String, tensor: Tensor)] {
    zip(parameters, firstMoments).map { ($0.name + ".first-moment", $1) }
      + zip(parameters, secondMoments).map { ($0.name + ".second-moment", $1) }
  }

  public func restore(slots: [String: Tensor], stepCount: Int) throws {
    try restoreSlots(from: slots)
    self.stepCount = stepCount
  }
}
