import CKernels
import Testing

@testable import TensorCore

/// Values that are formed as they are read are those that would have been written down, bit for bit.
@Suite struct DeferredValuesTests {
  @Test("convolutions of ReLU(factor·x + offset)", arguments: KernelSupport.variants)
  func convolutions(_ variant: KernelSupport.Variant) {
    let cases =
      ConvolutionCase.tiled + ConvolutionCase.strided
      + ConvolutionCase.awkward.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    for test in cases {
      let g = test.geometry(variant.mode), kernels = variant.kernels, channels = Int64(test.c)
      let x = KernelSupport.normal(g.inputShape, 1), w = KernelSupport.normal(g.weightShape, 2)
      let dy = KernelSupport.normal(g.outputShape, 3)
      // A factor of zero and an offset above it: padding must stay zero where the map is constant.
      let factor =
        KernelSupport.normal([test.c], 4) * Tensor((0..<test.c).map { $0 % 5 == 4 ? 0 : 1 } as [Float], shape: [test.c])
      let offset = KernelSupport.normal([test.c], 5)
      let written = Tensor.full(g.inputShape, value: .nan)
      kernels.scale_shift(
        x.pointer, factor.pointer, offset.pointer, nil, nil, 1, written.pointer, Int64(x.count) / channels, channels)
      func results(_ values: Tensor, _ form: UnsafePointer<lk_input>?) -> [Tensor] {
        let y = Tensor.full(g.outputShape, value: .nan), dw = Tensor.full(g.weightShape, value: .nan)
        withUnsafePointer(to: g.c) {
          kernels.conv($0, values.pointer, form, w.pointer, nil, y.pointer, nil)
          kernels.conv_weight($0, values.pointer, form, dy.pointer, dw.pointer)
        }
        return [y, dw]
      }
      var form = lk_input(factor: factor.pointer, offset: offset.pointer, relu: 1)
      for (formed, plain) in zip(results(x, &form), results(written, nil)) {
        #expect(KernelSupport.sameBits(formed, plain) && plain.allFinite, "\(test), \(variant.testDescription)")
      }
    }
  }

  @Test("a training step", arguments: ResidualStep.all) func step(_ step: ResidualStep) {
    for (deferred, written) in zip(step.run(), step.run(deferred: false)) {
      #expect(KernelSupport.sameBits(deferred, written), "\(step.name)")
    }
  }

  /// Second derivatives read the values out of order, and whoever else asks gets them written down.
  @Test func readersThatCannotFormThem() {
    let weight = KernelSupport.normal([3, 3, 8, 8], 2, deviation: 0.1).tracked()
    func curvature(deferred: Bool) -> [Tensor] {
      let x = KernelSupport.normal([4, 6, 6, 8], 1).tracked(), ones = Tensor.ones([8]).tracked()
      let z = batchNormTrain(
        x, scale: ones, shift: Tensor.zeros([8]), relu: true, deferred: deferred, epsilon: 1e-5
      ).output
      let loss = conv2d(z, weight, padding: 1).squared().sum() + z.sum()
      let first = gradients(of: loss, withRespectTo: [x, weight, ones], createGraph: true)
      let total = first.map { $0.squared().sum() }.reduce(Tensor(scalar: 0), +)
      return first.map { $0.detached() } + gradients(of: total, withRespectTo: [x, weight, ones])
    }
    for (deferred, written) in zip(curvature(deferred: true), curvature(deferred: false)) {
      #expect(KernelSupport.sameBits(deferred, written) && written.allFinite)
    }
  }

  @Test func valuesTakeNoMemoryUntilTheyAreRead() {
    let x = KernelSupport.normal([64, 32, 32, 16], 1)
    let z = batchNormTrain(
      x, scale: .ones([16]), shift: .zeros([16]), relu: true, deferred: true, epsilon: 1e-5
    ).output
    #expect(z.storage.unformed != nil && z.shape == x.shape)
    #expect(z.doubles.allSatisfy { $0 >= 0 } && z.storage.unformed == nil)
  }
}
