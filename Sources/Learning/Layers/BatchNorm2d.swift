import TensorCore

/// Batch normalisation over the axes N, H, W.
///
/// In `train` mode the statistics are the batch's (biased variance) and the running ones move by `momentum` towards
/// them, the variance in its unbiased form; in `evaluate` mode the running ones are used.
///
/// Shapes:    x [N, H, W, C]; scale, shift, running statistics [C] → [N, H, W, C]
/// Gradient:  with respect to x, scale, shift
/// Source:    Ioffe and Szegedy, 2015; conventions of torch.nn.BatchNorm2d (epsilon 1e-5, momentum 0.1)
public struct BatchNorm2d: Layer {
  static let epsilon = 1e-5
  static let momentum = 0.1

  public let scale: Parameter
  public let shift: Parameter
  public let runningMean: NetworkBuffer
  public let runningVariance: NetworkBuffer
  public let batchesTracked: NetworkBuffer

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor {
    switch mode {
    case .train where !isFrozen: trained(x, moments: nil, residual: nil, relu: false)
    case .train, .evaluate: evaluated(x, residual: nil, relu: false)
    }
  }

  /// Whether its statistics are held: it then normalises with them in `train` mode too.
  var isFrozen: Bool { runningMean.isFrozen || runningVariance.isFrozen || batchesTracked.isFrozen }

  /// Factor and offset of the affine map that this layer is in `evaluate` mode; [C] each.
  var folded: (factor: Tensor, offset: Tensor) {
    foldedBatchNorm(
      scale: scale.tensor, shift: shift.tensor, mean: runningMean.tensor, variance: runningVariance.tensor,
      epsilon: Self.epsilon)
  }

  /// ReLU(bn(x) + residual) with the running statistics.
  func evaluated(_ x: Tensor, residual: Tensor?, relu: Bool) -> Tensor {
    batchNormEvaluate(
      x, scale: scale.tensor, shift: shift.tensor, mean: runningMean.tensor, variance: runningVariance.tensor,
      residual: residual, relu: relu, epsilon: Self.epsilon)
  }

  /// ReLU(bn(x) + residual) with the batch's statistics, which are taken here unless they are at hand.
  func trained(
    _ x: Tensor, moments: ChannelMoments?, residual: Tensor?, relu: Bool, deferred: Bool = false
  ) -> Tensor {
    let result = batchNormTrain(
      x, moments: moments, scale: scale.tensor, shift: shift.tensor, residual: residual, relu: relu,
      deferred: deferred, epsilon: Self.epsilon)
    updateRunningStatistics(mean: result.mean, variance: result.variance, sampleCount: x.count / x.shape[-1])
    return result.output
  }

  private func updateRunningStatistics(mean: Tensor, variance: Tensor, sampleCount: Int) {
    withoutGradients {
      // One value a channel has no unbiased variance; the biased one (0) stands in, where PyTorch would refuse.
      let correction = Double(sampleCount) / Double(max(sampleCount - 1, 1))
      runningMean.tensor.updateLerp(toward: mean.detached(), weight: Self.momentum)
      runningVariance.tensor.updateLerp(toward: variance.detached() * correction, weight: Self.momentum)
    }
    batchesTracked.content = .counter((batchesTracked.counter ?? 0) + 1)
  }
}
