import Learning
import TensorCore

/// Which weights a run may change: 1 where it may, 0 where it may not, in the order of the network's parameters.
struct WeightMask {
  let masks: [Tensor]

  /// The `fraction` of all weights at which some scores are largest, over all tensors together.
  ///
  /// Shapes:    scores as the parameters
  init(keeping fraction: Double, ofLargest scores: [Tensor]) {
    let total = scores.reduce(0) { $0 + $1.count }
    masks = Tensor.masks(ofLargest: Int(Double(total) * fraction), in: scores)
  }

  /// A loop that masks gradients, and with `restoring` puts masked weights back to `start` after each step.
  ///
  /// A masked gradient is not a weight that stays: weight decay goes on pulling at it, and momentum carries that on.
  /// Putting the weight back undoes both, bit for bit; no optimizer here mixes weights, so what its state holds at a
  /// masked weight cannot reach another.
  func loop(restoring start: [Tensor]?) -> TrainingLoop {
    var loop = TrainingLoop()
    loop.gradientTransform = { gradients, _ in zip(gradients, masks).map { $0 * $1 } }
    if let start {
      loop.afterStep = { network, _ in
        for (index, parameter) in network.parameters.enumerated() {
          parameter.tensor.updateRestore(from: start[index], outside: masks[index])
        }
      }
    }
    return loop
  }
}
