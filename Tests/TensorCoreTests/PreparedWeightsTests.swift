import CKernels
import Testing

@testable import TensorCore

/// Forms of weights that are kept between convolutions: from the second use on, dropped by every write in place, and
/// never mistaken for those of another convolution.
@Suite struct PreparedWeightsTests {
  static func form(of weight: Tensor, _ g: ConvolutionGeometry, isDataGradient: Bool = false) -> Storage? {
    withUnsafePointer(to: g.c) {
      weight.storage.prepared.form(of: weight, for: $0, isDataGradient: isDataGradient, kernels: weight.kernels)
    }
  }

  static let size = ConvolutionCase(n: 2, h: 12, w: 12, c: 16, k: 16, filter: 3, stride: 1, padding: 1)

  @Test func keptFromTheSecondUse() {
    let weight = KernelSupport.normal([3, 3, 16, 16], 1), g = PreparedWeightsTests.size.geometry(.fast)
    for isDataGradient in [false, true] {
      #expect(PreparedWeightsTests.form(of: weight, g, isDataGradient: isDataGradient) == nil)
      let second = PreparedWeightsTests.form(of: weight, g, isDataGradient: isDataGradient)
      #expect(second != nil)
      #expect(PreparedWeightsTests.form(of: weight, g, isDataGradient: isDataGradient) === second)
    }
    // A tensor on the same storage shares the forms; a copy has none.
    #expect(PreparedWeightsTests.form(of: weight.tracked(), g) != nil)
    #expect(PreparedWeightsTests.form(of: weight.copy(), g) == nil)
  }

  /// Each way of writing in place, between uses of a weight whose forms are kept.
  @Test(arguments: ["add", "copy", "lerp", "sgd", "adam", "floats"]) func droppedAfterAnUpdate(_ way: String) {
    let weight = KernelSupport.normal([3, 3, 16, 16], 1), other = KernelSupport.normal([3, 3, 16, 16], 2)
    let x = KernelSupport.normal([2, 12, 12, 16], 3), g = PreparedWeightsTests.size.geometry(.fast)
    func results(_ w: Tensor) -> [Tensor] {
      let leaf = x.tracked(), y = conv2d(leaf, w, padding: 1)
      return [y] + gradients(of: y, withRespectTo: [leaf], seed: x)
    }
    var before: [Tensor] = []
    for _ in 0..<3 { before = results(weight) }
    #expect(PreparedWeightsTests.form(of: weight, g) != nil)
    switch way {
    case "add": weight.updateAdd(other, scale: 0.5)
    case "copy": weight.updateCopy(from: other)
    case "lerp": weight.updateLerp(toward: other, weight: 0.5)
    case "sgd":
      Tensor.updateSGD(
        parameter: weight, gradient: other, momentumBuffer: nil, learningRate: 0.1, momentum: 0, weightDecay: 0,
        nesterov: false, firstStep: true)
    case "adam":
      Tensor.updateAdam(
        parameter: weight, gradient: other, firstMoment: .zeros(other.shape), secondMoment: .zeros(other.shape),
        step: 1, learningRate: 0.1)
    default: weight.withMutableFloats { $0[0] += 1 }
    }
    #expect(PreparedWeightsTests.form(of: weight, g) == nil)
    for _ in 0..<3 {
      let after = results(weight), fresh = results(weight.copy())
      for i in after.indices {
        #expect(KernelSupport.sameBits(after[i], fresh[i]), "\(way), result \(i)")
        #expect(!KernelSupport.sameBits(after[i], before[i]), "\(way), result \(i)")
      }
    }
  }

  /// One weight in convolutions of several strides, paddings, sizes and modes, in turns: each time as with a weight
  /// that was never used.
  @Test func notConfused() {
    let weight = KernelSupport.normal([3, 3, 16, 16], 1)
    for round in 0..<3 {
      for mode in ComputeMode.allCases {
        // 5×5 maps make data gradients whose classes of pixels differ from those of 6×6; one image is too few tiles.
        for (n, size, stride, padding) in [
          (2, 12, 1, 1), (2, 12, 2, 1), (2, 12, 2, 0), (2, 12, 1, 0), (1, 5, 1, 1), (2, 5, 2, 1), (2, 6, 2, 1),
          (2, 12, 3, 1),
        ] {
          let x = KernelSupport.normal([n, size, size, 16], 2)
          func results(_ w: Tensor) -> [Tensor] {
            ComputeMode.$current.withValue(mode) {
              let leaf = x.tracked(), y = conv2d(leaf, w, stride: stride, padding: padding)
              return [y] + gradients(of: y, withRespectTo: [leaf], seed: KernelSupport.normal(y.shape, 4))
            }
          }
          for (a, b) in zip(results(weight), results(weight.copy())) {
            #expect(
              KernelSupport.sameBits(a, b), "round \(round), \(mode), [\(n), \(size)], stride \(stride), \(padding)")
          }
        }
      }
    }
  }

  /// The reference keeps no form, and a weight's float64 twin has nothing of its float32 one's.
  @Test func theReferenceHasNone() {
    let weight = KernelSupport.normal([3, 3, 16, 16], 1).cast(to: .float64)
    for _ in 0..<3 { #expect(PreparedWeightsTests.form(of: weight, PreparedWeightsTests.size.geometry(.fast)) == nil) }
  }
}
