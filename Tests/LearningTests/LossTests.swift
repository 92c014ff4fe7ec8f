import Foundation
import TensorCore
import Testing

@testable import Learning

@Suite struct LossTests {
  @Test func crossEntropyOfTwoRows() {
    // Logits (0, 0) and (ln 3, 0): −ln ½ and −ln ¼.
    let logits = Tensor([0, 0, Float(log(3.0)), 0], shape: [2, 2])
    #expect(abs(meanCrossEntropy(logits, labels: [0, 1]).item() - (log(2) + log(4)) / 2) < 1e-6)
  }

  @Test func distillationOfItselfIsZero() {
    let logits = Tensor([1, -2, 0.5, 3, 0, 1], shape: [2, 3])
    #expect(abs(distillationLoss(target: logits, logits: logits, temperature: 3).item()) < 1e-6)
  }

  @Test func distillationIsKLTimesTemperatureSquared() {
    // p = (3/4, 1/4) at T = 2 from logits 2·ln 3, 0; q = (1/2, 1/2).
    let target = Tensor([Float(2 * log(3.0)), 0], shape: [1, 2])
    let expected = 4 * (0.75 * log(1.5) + 0.25 * log(0.5))
    #expect(
      abs(distillationLoss(target: target, logits: Tensor.zeros([1, 2]), temperature: 2).item() - expected) < 1e-6)
  }

  @Test func distillationLeavesTheTargetAlone() {
    let target = Tensor([1, 2] as [Float], shape: [1, 2]).tracked()
    let logits = Tensor([0, 1.5] as [Float], shape: [1, 2]).tracked()
    let found = gradients(of: distillationLoss(target: target, logits: logits), withRespectTo: [target, logits])
    #expect(found[0].doubles == [0, 0])
    // ∂KL/∂logits = softmax(logits) − softmax(target)
    let expected = 1 / (1 + exp(1.5)) - 1 / (1 + exp(1.0))
    #expect(largestDifference(found[1].doubles, [expected, -expected]) < 1e-6)
  }
}
