import TensorCore

/// Mean cross-entropy of a batch in nats.
///
/// Shapes:    logits [N, C], labels N → []
/// Gradient:  with respect to logits; any order
public func meanCrossEntropy(_ logits: Tensor, labels: [Int32]) -> Tensor {
  crossEntropy(logits, labels: labels).mean()
}

/// Mean over rows of KL(softmax(target) ‖ softmax(logits)) in nats, times T² at temperature T.
///
/// Shapes:    target [N, C], logits [N, C] → []
/// Gradient:  with respect to logits (the target is taken as a constant)
/// Source:    Hinton et al., 2015; the reduction is PyTorch's `batchmean`
public func distillationLoss(target: Tensor, logits: Tensor, temperature: Double = 1) -> Tensor {
  let targetLog = (target.detached() * (1 / temperature)).logSoftmax()
  let inputLog = (logits * (1 / temperature)).logSoftmax()
  return klDivergence(target: targetLog, input: inputLog).mean() * (temperature * temperature)
}

/// Number of rows whose largest logit is at the label.
///
/// Shapes:    logits [N, C], labels N
func correctCount(_ logits: Tensor, labels: [Int32]) -> Int {
  zip(logits.argmaxRows(), labels).count { $0 == $1 }
}
