import TensorCore
import Testing

@testable import Learning

/// Three steps on θ = [1, −2] with gradients [0.5, −1], [1, 0.25], [−0.5, 2], learning rate 0.1, weight decay 0.01.
@Suite struct OptimizerTests {
  func steps(_ make: ([Parameter]) -> any Optimizer) -> [[Double]] {
    let parameter = Parameter(name: "θ", tensor: Tensor([1, -2] as [Float], shape: [2]), layout: .plain)
    let optimizer = make([parameter])
    return [[0.5, -1], [1, 0.25], [-0.5, 2]].map { (gradient: [Float]) in
      optimizer.step(gradients: [Tensor(gradient, shape: [2])], learningRate: 0.1)
      return parameter.tensor.doubles
    }
  }

  func expect(_ found: [[Double]], _ expected: [[Double]]) {
    for (found, expected) in zip(found, expected) { #expect(largestDifference(found, expected) < 4e-7) }
    #expect(found.count == expected.count)
  }

  @Test func plainGradientDescent() {
    // θ₁ = 1 − 0.1·0.5; θ₂ = 0.95 − 0.1·1; θ₃ = 0.85 + 0.1·0.5
    expect(steps { SGD($0) }, [[0.95, -1.9], [0.85, -1.925], [0.9, -2.125]])
  }

  @Test func momentumStartsWithTheGradient() {
    // g = 0.51 → v = 0.51, θ = 0.949; g = 1.00949 → v = 0.9·0.51 + 1.00949 = 1.46849, θ = 0.802151; …
    expect(
      steps { SGD($0, momentum: 0.9, weightDecay: 0.01) },
      [[0.949, -1.898], [0.802151, -1.829302], [0.719184749, -1.965644498]])
  }

  @Test func nesterovLooksAhead() {
    // g = 0.51 → v = 0.51, θ = 1 − 0.1·(0.51 + 0.9·0.51) = 0.9031; …
    expect(
      steps { SGD($0, momentum: 0.9, weightDecay: 0.01, nesterov: true) },
      [[0.9031, -1.8062], [0.67007411, -1.76764822], [0.644890458191, -2.0887186663820003]])
  }

  @Test func adamAddsDecayToTheGradient() {
    // The first step is η·sign(g) up to ε; values of torch.optim.Adam in float64.
    expect(
      steps { Adam($0, weightDecay: 0.01) },
      [
        [0.9000000019607843, -1.9000000009803921], [0.8033666910685671, -1.8510948096801372],
        [0.7603815045673669, -1.8899696019067105],
      ])
  }

  @Test func adamWShrinksTheWeights() {
    // The first step is 0.999·θ − η·sign(g); values of torch.optim.AdamW in float64.
    expect(
      steps { Adam($0, weightDecay: 0.01, decoupled: true) },
      [
        [0.899000002, -1.898000001], [0.8015828006365093, -1.8491551845224583],
        [0.7587722880729414, -1.8874884886822554],
      ])
  }

  @Test func clippingKeepsTheDirection() {
    let gradients = [Tensor([3] as [Float], shape: [1]), Tensor([0, 4] as [Float], shape: [2])]
    #expect(abs(globalNorm(gradients) - 5) < 1e-12)
    let short = clipped(gradients, toNorm: 1)
    #expect(largestDifference(short[0].doubles + short[1].doubles, [0.6, 0, 0.8]) < 1e-6)
    #expect(clipped(gradients, toNorm: 6)[1].doubles == [0, 4])
  }

  @Test func restoringContinues() throws {
    func run(_ interruptedAfter: Int?) throws -> [Double] {
      let parameter = Parameter(name: "p", tensor: Tensor([1, -2] as [Float], shape: [2]), layout: .plain)
      var optimizer: any Optimizer = Adam([parameter], weightDecay: 0.1)
      for step in 0..<4 {
        if step == interruptedAfter {
          let saved = Dictionary(uniqueKeysWithValues: optimizer.slots.map { ($0.name, $0.tensor.copy()) })
          let fresh = Adam([parameter], weightDecay: 0.1)
          try fresh.restore(slots: saved, stepCount: optimizer.stepCount)
          optimizer = fresh
        }
        optimizer.step(gradients: [Tensor([Float(step), 1], shape: [2])], learningRate: 0.1)
      }
      return parameter.tensor.doubles
    }
    #expect(try run(2) == run(nil))
  }

  @Test func restoringAnotherStateFails() throws {
    let parameter = Parameter(name: "p", tensor: Tensor.zeros([2]), layout: .plain)
    let optimizer = SGD([parameter], momentum: 0.9)
    #expect(throws: LearningError.self) { try optimizer.restore(slots: [:], stepCount: 1) }
    #expect(throws: LearningError.self) {
      try optimizer.restore(slots: ["p.velocity": Tensor.zeros([3])], stepCount: 1)
    }
  }
}
