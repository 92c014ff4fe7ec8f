import CKernels

/// In-place updates of parameters, optimizer state and running statistics. None is recorded, and every tensor that
/// shares the storage sees the change.
extension Tensor {
  /// One step of PyTorch's SGD: g ← gradient + λ·p; m ← g at the first step, else µ·m + g; p ← p − η·(g + µ·m if
  /// nesterov, m if µ ≠ 0, else g).
  public static func updateSGD(
    parameter: Tensor, gradient: Tensor, momentumBuffer: Tensor?, learningRate: Double, momentum: Double,
    weightDecay: Double, nesterov: Bool, firstStep: Bool
  ) {
    requireTwins(of: parameter, [gradient] + (momentumBuffer.map { [$0] } ?? []))
    precondition(momentum == 0 || momentumBuffer != nil, "momentum needs a buffer")
    parameter.kernels.sgd(
      parameter.pointer, gradient.pointer, momentumBuffer?.pointer, Int64(parameter.count), learningRate, momentum,
      weightDecay, nesterov ? 1 : 0, firstStep ? 1 : 0)
    for changed in [parameter, momentumBuffer].compactMap({ $0 }) { changed.storage.valuesChanged() }
  }

  /// One step of PyTorch's Adam (`decoupled` false) or AdamW (true); `step` counts from 1.
  public static func updateAdam(
    parameter: Tensor, gradient: Tensor, firstMoment: Tensor, secondMoment: Tensor, step: Int, learningRate: Double,
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0,
    decoupled: Bool = false
  ) {
    requireTwins(of: parameter, [gradient, firstMoment, secondMoment])
    parameter.kernels.adam(
      parameter.pointer, gradient.pointer, firstMoment.pointer, secondMoment.pointer, Int64(parameter.count),
      Int64(step), learningRate, beta1, beta2, epsilon, weightDecay, decoupled ? 1 : 0)
    for changed in [parameter, firstMoment, secondMoment] { changed.storage.valuesChanged() }
  }

  private static func requireTwins(of parameter: Tensor, _ others: [Tensor]) {
    precondition(
      others.allSatisfy { $0.shape == parameter.shape && $0.dtype == parameter.dtype },
      "\(others.map { "\($0.shape) \($0.dtype)" }) for a parameter of \(parameter.shape) \(parameter.dtype)")
  }

  /// self ← self + scale·other
  public func updateAdd(_ other: Tensor, scale: Double) {
    precondition(shape == other.shape && dtype == other.dtype, "updateAdd of \(other.shape) to \(shape)")
    kernels.axpy(other.pointer, pointer, Int64(count), scale)
    storage.valuesChanged()
  }

  /// self ← other
  public func updateCopy(from other: Tensor) {
    precondition(shape == other.shape && dtype == other.dtype, "updateCopy of \(other.shape) to \(shape)")
    pointer.copyMemory(from: other.pointer, byteCount: count * dtype.byteCount)
    storage.valuesChanged()
  }

  /// self ← self + weight·(target − self)
  public func updateLerp(toward target: Tensor, weight: Double) {
    precondition(shape == target.shape && dtype == target.dtype, "updateLerp of \(target.shape) to \(shape)")
    kernels.lerp(target.pointer, pointer, Int64(count), weight)
    storage.valuesChanged()
  }
}
