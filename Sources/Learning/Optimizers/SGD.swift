import TensorCore

/// Stochastic gradient descent with momentum.
///
/// g ← ∇ + λθ; v ← g on the first step, μv + g afterwards; θ ← θ − η(g + μv) with Nesterov, θ − ηv without.
///
/// Source:    torch.optim.SGD, dampening 0
public final class SGD: Optimizer {
  public let parameters: [Parameter]
  public private(set) var stepCount = 0
  private let momentum: Double
  private let weightDecay: Double
  private let isNesterov: Bool
  private let velocities: [Tensor]

  public init(_ parameters: [Parameter], momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false) {
    self.parameters = parameters
    self.momentum = momentum
    self.weightDecay = weightDecay
    isNesterov = nesterov
    velocities = momentum == 0 ? [] : parameters.map { Tensor.zeros($0.tensor.shape) }
  }

  public func step(gradients: [Tensor], learningRate: Double) {
    check(gradients)
    for (index, parameter) in parameters.enumerated() {
      Tensor.updateSGD(
        parameter: parameter.tensor, gradient: gradients[index],
        momentumBuffer: velocities.isEmpty ? nil : velocities[index], learningRate: learningRate, momentum: momentum,
        weightDecay: weightDecay, nesterov: isNesterov, firstStep: stepCount == 0)
    }
    stepCount += 1
  }

  public var slots: [(name: String, tensor: Tensor)] {
    zip(parameters, velocities).map { ($0.name + ".velocity", $1) }
  }

  public func restore(slots: [String: Tensor], stepCount: Int) throws {
    try restoreSlots(from: slots)
    self.stepCount = stepCount
  }
}
