import Testing

@testable import TensorCore

/// A convolution's gradient of its input takes what other uses of that input have given it already and adds its own in
/// the kernel. Float64 finite differences are rows of `GradientCase`; here float32, and the ways to ask.
@Suite struct GatheredGradientTests {
  static func gradients(
    _ dtype: DType, mode: ComputeMode, inner: Bool, createGraph: Bool = false
  ) -> [Tensor] {
    ComputeMode.$current.withValue(mode) {
      func leaf(_ shape: Shape, _ seed: UInt64, _ deviation: Double = 1) -> Tensor {
        KernelSupport.normal(shape, seed, deviation: deviation).cast(to: dtype).tracked()
      }
      let x = leaf([3, 12, 12, 16], 1), a = leaf([3, 3, 16, 24], 2, 0.1), b = leaf([3, 3, 16, 24], 3, 0.1)
      let c = leaf([1, 1, 16, 24], 4, 0.3), bias = leaf([24], 5)
      // A leaf that is asked for, or a value on the way; used by three convolutions and by something else.
      let shared = inner ? x.tanh() : x
      let sum =
        conv2d(shared, a, padding: 1) + conv2d(shared, b, bias: bias, relu: false, padding: 1)
        + conv2dWithMoments(shared, c).output
      let loss = sum.squared().mean() + shared.squared().mean()
      return TensorCore.gradients(of: loss, withRespectTo: [x, a, b, c, bias], createGraph: createGraph)
    }
  }

  @Test(arguments: ComputeMode.allCases, [false, true]) func sumOfAllUses(_ mode: ComputeMode, _ inner: Bool) {
    let found = GatheredGradientTests.gradients(.float32, mode: mode, inner: inner)
    let truth = GatheredGradientTests.gradients(.float64, mode: mode, inner: inner)
    // With a graph nothing is gathered: the sum is made by recorded additions.
    let recorded = GatheredGradientTests.gradients(.float32, mode: mode, inner: inner, createGraph: true)
    for i in found.indices {
      #expect(KernelSupport.error(found[i], truth[i]) < 3e-6, "gradient \(i)")
      #expect(KernelSupport.error(recorded[i], truth[i]) < 3e-6, "recorded gradient \(i)")
    }
  }

  /// Two uses are twice one use, to the last bit: doubling is exact.
  @Test(arguments: ComputeMode.allCases) func twoUsesAreTwiceOne(_ mode: ComputeMode) {
    ComputeMode.$current.withValue(mode) {
      let x = KernelSupport.normal([3, 12, 12, 16], 1).tracked(), w = KernelSupport.normal([3, 3, 16, 24], 2)
      let seed = KernelSupport.normal([3, 12, 12, 24], 3)
      let once = TensorCore.gradients(of: conv2d(x, w, padding: 1), withRespectTo: [x], seed: seed)[0]
      let both = conv2d(x, w, padding: 1) + conv2d(x, w, padding: 1)
      let twice = TensorCore.gradients(of: both, withRespectTo: [x], seed: seed)[0]
      #expect(KernelSupport.sameBits(twice, once * 2))
    }
  }
}
