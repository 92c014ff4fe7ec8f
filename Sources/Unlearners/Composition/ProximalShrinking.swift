import Learning
import TensorCore

/// Shrinks what a run has changed, after each step, so that many weights have not moved at all (SalUn-soft).
///
/// After each step the threshold is the size of the r-th smallest change since the epoch began, with
/// r = fraction·(1 − (steps before the epoch + 1)/(all steps))·weights, which falls from epoch to epoch; every change
/// becomes smaller by it, or nothing.
///
/// Source:    Unlearn-Saliency, `RL_pro.py`, commit a6e89fd; the paper centres on the original weights
final class ProximalShrinking {
  private let fraction: Double
  private let epochs: Int
  private var centre: [Tensor] = []

  init(fraction: Double, epochs: Int) {
    self.fraction = fraction
    self.epochs = epochs
  }

  func loop(for network: Network) -> TrainingLoop {
    var loop = TrainingLoop()
    loop.gradientTransform = { gradients, context in
      // Called before the step: at an epoch's first, the weights are still the centre.
      if context.stepInEpoch == 0 { self.centre = network.parameters.map { $0.tensor.copy() } }
      return gradients
    }
    loop.afterStep = { network, context in
      let weights = network.parameters.map(\.tensor)
      let count = self.unchangedCount(weights.reduce(0) { $0 + $1.count }, context: context)
      guard count > 0 else { return }
      withoutGradients {
        let changes = Tensor.flattened(zip(weights, self.centre).map { ($0 - $1).absolute() })
        let threshold = changes.kthLargest(changes.count - count + 1)
        for (weight, centre) in zip(weights, self.centre) { weight.updateShrink(toward: centre, threshold: threshold) }
      }
    }
    return loop
  }

  func unchangedCount(_ total: Int, context: StepContext) -> Int {
    let steps = Double(epochs * context.stepsPerEpoch), done = Double(context.epoch * context.stepsPerEpoch + 1)
    return Int(fraction * ((steps - done) / steps * Double(total)))
  }
}
