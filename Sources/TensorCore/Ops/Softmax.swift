import CKernels

extension Tensor {
  /// log softmax over the last axis.
  ///
  /// Shapes:    [N, C] → [N, C]
  /// Error:     the sum of exponentials is taken in Double
  /// Gradient:  any order (higher orders through the primitive decomposition)
  public func logSoftmax() -> Tensor {
    precondition(shape.rank == 2 && shape[1] > 0, "logSoftmax of \(shape)")
    let y = Tensor(uninitialized: shape, dtype: dtype), rows = Int64(shape[0]), columns = Int64(shape[1])
    kernels.log_softmax(pointer, y.pointer, rows, columns)
    return y.recorded(
      from: [self],
      pullback: fusedPullback([self]) {
        logSoftmaxDecomposed($0[0])
      } firstOrder: { dy in
        let dx = Tensor(uninitialized: self.shape, dtype: self.dtype)
        self.kernels.log_softmax_backward(dy.pointer, y.pointer, dx.pointer, rows, columns)
        return [dx]
      })
  }

  /// Probabilities over the last axis, in [0, 1]. Gradient: any order.
  public func softmax() -> Tensor { logSoftmax().exp() }
}

func logSoftmaxDecomposed(_ x: Tensor) -> Tensor {
  let shifted = x - x.detached().maximum(axis: 1, keepingDimensions: true)
  return shifted - shifted.exp().sum(axes: [1], keepingDimensions: true).log()
}

/// Cross-entropy of each row with its label, in nats.
///
/// Shapes:    logits [N, C], labels N integers in 0 ..< C → [N]
/// Gradient:  with respect to logits; any order (higher orders through the primitive decomposition)
public func crossEntropy(_ logits: Tensor, labels: [Int32]) -> Tensor {
  let rows = logits.shape[0], columns = logits.shape[1]
  precondition(logits.shape.rank == 2 && labels.count == rows, "\(labels.count) labels for logits \(logits.shape)")
  let normalizer = Tensor(uninitialized: [rows], dtype: logits.dtype)
  logits.kernels.log_sum_exp(logits.pointer, normalizer.pointer, Int64(rows), Int64(columns))
  let loss = withoutGradients { normalizer - logits.detached().picked(labels: labels) }
  return loss.recorded(
    from: [logits],
    pullback: fusedPullback([logits]) {
      -logSoftmaxDecomposed($0[0]).picked(labels: labels)
    } firstOrder: { g in
      let result = Tensor(uninitialized: logits.shape, dtype: logits.dtype)
      logits.kernels.cross_entropy_backward(
        logits.pointer, normalizer.pointer, labels, g.pointer, result.pointer, Int64(rows), Int64(columns))
      return [result]
    })
}

/// Kullback–Leibler divergence Σ_c p (log p − log q) of each row, in nats.
///
/// Shapes:    target log p [N, C], input log q [N, C] → [N]; ≥ 0 for normalised rows
/// Gradient:  with respect to both; any order
public func klDivergence(target logP: Tensor, input logQ: Tensor) -> Tensor {
  (logP.exp() * (logP - logQ)).sum(axes: [1])
}
