import Testing

@testable import TensorCore

/// Gradients against central finite differences of the reference kernels in Double, projected on random directions.
@Suite struct GradientTests {
  static let step = 1e-5
  /// Truncation is O(step²) ≈ 1e-10, rounding ≈ 1e-16/step ≈ 1e-11; both relative to values of order 1.
  static let tolerance = 2e-8

  @Test("order 1", arguments: GradientCase.all) func firstOrder(_ test: GradientCase) {
    var random = RandomStream(seed: 7).child(test.name)
    let inputs = test.makeInputs(&random)
    let weights = Tensor.uniform(
      test.function(inputs).shape, in: 0.5...1.5, random: &random, dtype: .float64)
    expectGradient(inputs, &random) { dot(test.function($0), weights) }
  }

  /// The gradient's own projection is differentiated again: this walks every rule's rule.
  @Test("order 2", arguments: GradientCase.all) func secondOrder(_ test: GradientCase) {
    var random = RandomStream(seed: 8).child(test.name)
    let inputs = test.makeInputs(&random)
    let weights = Tensor.uniform(
      test.function(inputs).shape, in: 0.5...1.5, random: &random, dtype: .float64)
    let directions = inputs.map { Tensor.uniform($0.shape, in: -1...1, random: &random, dtype: .float64) }
    expectGradient(inputs, &random) { leaves in
      let leaves = leaves.map { $0.isTracked ? $0 : $0.tracked() }
      let output = test.function(leaves)
      // The seed is tracked too in effect: nonlinear use of the output makes it depend on the inputs.
      let scalar = dot(output.tanh(), weights)
      let first = gradients(of: scalar, withRespectTo: leaves, createGraph: true)
      return zip(first, directions).map { dot($0, $1) }.reduce(Tensor(scalar: 0, dtype: .float64), +)
    }
  }

  /// Compares ⟨gradient, direction⟩ with the central difference along `direction`.
  private func expectGradient(
    _ inputs: [Tensor], _ random: inout RandomStream, _ scalar: ([Tensor]) -> Tensor
  ) {
    let directions = inputs.map { Tensor.uniform($0.shape, in: -1...1, random: &random, dtype: .float64) }
    let leaves = inputs.map { $0.tracked() }
    let analytic = gradients(of: scalar(leaves), withRespectTo: leaves)
    for (gradient, input) in zip(analytic, inputs) { #expect(gradient.shape == input.shape) }
    let projected = zip(analytic, directions).reduce(0) { $0 + dot($1.0, $1.1).item() }
    func value(_ t: Double) -> Double { scalar(zip(inputs, directions).map { $0 + $1 * t }).item() }
    let h = GradientTests.step
    // Fourth-order central difference.
    let numeric = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h)
    #expect(
      abs(projected - numeric) <= GradientTests.tolerance * max(1, abs(numeric)),
      "projected gradient \(projected), finite difference \(numeric)")
  }
}

/// What a backward walk leaves out must not change what it gives.
@Suite struct PartialGradientTests {
  static func values() -> (x: Tensor, w: Tensor, loss: Tensor) {
    var random = RandomStream(seed: 11)
    let x = Tensor.normal([2, 5, 5, 3], random: &random, dtype: .float64).tracked()
    let w = Tensor.normal([3, 3, 3, 4], random: &random, dtype: .float64).tracked()
    return (x, w, crossEntropy(conv2d(x, w).relu().globalAveragePooled(), labels: [1, 3]).mean())
  }

  /// A weight that is tracked but not asked for is passed over; the image's gradient has the same bits.
  @Test func askingForLessChangesNothing() {
    let both = PartialGradientTests.values(), one = PartialGradientTests.values()
    let all = gradients(of: both.loss, withRespectTo: [both.x, both.w])
    #expect(gradients(of: one.loss, withRespectTo: [one.x])[0].doubles == all[0].doubles)
  }

  /// One tensor at two inputs of a fused op receives its total once, at order 1 and when a graph is made.
  @Test func oneTensorAtTwoInputs() {
    var random = RandomStream(seed: 12)
    let x = Tensor.normal([6, 2], random: &random, dtype: .float64)
    let s = Tensor([1.5, -0.5] as [Double], shape: [2]).tracked()
    func gradient(createGraph: Bool) -> [Double] {
      let y = batchNormTrain(x, scale: s, shift: s, epsilon: 1e-3).output
      return gradients(of: (y * y).sum(), withRespectTo: [s], createGraph: createGraph)[0].doubles
    }
    let first = gradient(createGraph: false), second = gradient(createGraph: true)
    for (a, b) in zip(first, second) { #expect(abs(a - b) < 1e-12 * max(1, abs(a))) }
  }

  /// A chain far longer than any stack is released without recursion.
  @Test func longChainsAreReleased() {
    var y = Tensor([1] as [Double], shape: [1]).tracked()
    for _ in 0..<300_000 { y = y.affine(1, 0) }
    #expect(y.item() == 1)
  }

  /// The inversion attack's shape: the norm of the weight gradient, differentiated by the image alone.
  @Test func orderTwoThroughTheWeightGradient() {
    func imageGradient(alone: Bool) -> [Double] {
      let (x, w, loss) = PartialGradientTests.values()
      let g = gradients(of: loss, withRespectTo: [w], createGraph: true)[0]
      return gradients(of: dot(g, g), withRespectTo: alone ? [x] : [x, w])[0].doubles
    }
    let alone = imageGradient(alone: true)
    #expect(alone == imageGradient(alone: false))
    #expect(alone.contains { abs($0) > 1e-6 })
  }
}
