import CKernels
import Testing

@testable import TensorCore

/// What convolutions do to their results in passing: every combination of scale, shift, residual, ReLU and moments, in
/// the forward pass and in the gradient of the data.
@Suite struct EpilogueKernelTests {
  /// Few images and many, strips of panels, cut-off channels, stride 2, half panels, clipped tiles, panels shared out.
  static let cases: [ConvolutionCase] = [
    .init(n: 2, h: 7, w: 5, c: 40, k: 40, filter: 3, stride: 2, padding: 1),
    .init(n: 9, h: 6, w: 5, c: 17, k: 10, filter: 3, stride: 1, padding: 1),
    .init(n: 3, h: 5, w: 5, c: 3, k: 17, filter: 1, stride: 1, padding: 0),
    .init(n: 7, h: 10, w: 9, c: 8, k: 24, filter: 3, stride: 1, padding: 1),
    .init(n: 1, h: 13, w: 33, c: 24, k: 8, filter: 3, stride: 1, padding: 0),
    .init(n: 1, h: 15, w: 14, c: 96, k: 104, filter: 3, stride: 1, padding: 1),
    .init(n: 128, h: 4, w: 4, c: 16, k: 16, filter: 3, stride: 1, padding: 1),
    .init(n: 9, h: 15, w: 11, c: 64, k: 72, filter: 3, stride: 2, padding: 1),
    .init(n: 33, h: 7, w: 8, c: 96, k: 104, filter: 3, stride: 2, padding: 1),
  ]

  @Test("combinations", arguments: cases) func combinations(_ test: ConvolutionCase) {
    for isData in [false, true] {
      let subject = EpilogueSubject(test, isData: isData)
      let plain = subject.run(DType.float64.kernels, .fast, nil).y
      for choice in 0..<32 {
        let epilogue = subject.epilogue(choice)
        let expected = subject.expected(plain, epilogue)
        for variant in KernelSupport.variants {
          let found = subject.run(variant.kernels, variant.mode, epilogue)
          let label: Comment = "combination \(choice) of \(test), data \(isData), \(variant.testDescription)"
          #expect(KernelSupport.error(found.y, expected.y) < 1.5e-6, label)
          #expect((found.moments == nil) == (expected.moments == nil), label)
          guard let moments = found.moments else { continue }
          // Of the very values that came out: their own rounding is what the line above bounds.
          let truth = found.y.cast(to: .float64).channelMoments()
          let deviation = truth.variance.sum().item().squareRoot()
          #expect(KernelSupport.distance(moments.mean, truth.mean).error / deviation < 5e-7, label)
          #expect(KernelSupport.error(moments.variance, truth.variance) < 3e-6, label)
        }
      }
    }
  }

  /// Moments of outputs at 1000 ± 1, against those of the same float32 values in Double: a plain Σy² would lose all
  /// digits of the variance.
  @Test("moments far from zero", arguments: cases) func momentsFarFromZero(_ test: ConvolutionCase) {
    let subject = EpilogueSubject(test, isData: false)
    let far = Epilogue(
      shift: .full([test.k], value: 1000), moments: ChannelMoments(channels: test.k, dtype: .float32))
    for variant in KernelSupport.variants {
      let found = subject.run(variant.kernels, variant.mode, far)
      let truth = found.y.cast(to: .float64).channelMoments()
      let label: Comment = "\(test), \(variant.testDescription)"
      #expect(KernelSupport.error(found.moments!.mean, truth.mean) < 0x1p-24, label)
      #expect(KernelSupport.error(found.moments!.variance, truth.variance) < 2e-6, label)
      #expect(truth.variance.doubles.allSatisfy { $0 > 0.05 && $0 < 20 }, "a spread of about 1: \(truth.variance)")
    }
  }

  /// ReLU is no hiding place for NaN: what is NaN by the definition is NaN in the result, and only what lies in the same
  /// tiles may join it.
  @Test("NaN passes through ReLU", arguments: cases) func notANumber(_ test: ConvolutionCase) {
    let subject = EpilogueSubject(test, isData: false)
    var poisoned = subject
    var values = subject.source.floats
    values[values.count / 2] = .nan
    poisoned.source = Tensor(values, shape: subject.source.shape)
    var residual = subject.residual.floats
    residual[3] = .nan
    let spoilt = Tensor(residual, shape: subject.residual.shape)
    for variant in KernelSupport.variants {
      let label: Comment = "\(test), \(variant.testDescription)"
      let expected = poisoned.run(DType.float64.kernels, .fast, Epilogue(relu: true)).y.doubles
      let found = poisoned.run(variant.kernels, variant.mode, Epilogue(relu: true)).y.floats
      let hasNaN = expected.contains { $0.isNaN }
      #expect(hasNaN, label)
      #expect(expected.indices.allSatisfy { !expected[$0].isNaN || found[$0].isNaN }, label)
      let image = found.count / test.n, at = values.count / 2 / (values.count / test.n)
      for other in 0..<test.n where other != at {
        let spreads = found[other * image..<(other + 1) * image].contains { $0.isNaN }
        #expect(!spreads, label)
      }
      let sum = subject.run(variant.kernels, variant.mode, Epilogue(residual: spoilt, relu: true)).y.floats
      #expect(sum.indices.filter { sum[$0].isNaN } == [3], label)
    }
  }
}

/// One convolution, or its gradient of the data, ready to run with any epilogue.
private struct EpilogueSubject {
  let test: ConvolutionCase
  let isData: Bool
  var source: Tensor
  let weight, scale, shift, residual: Tensor
  let output: Shape

  init(_ test: ConvolutionCase, isData: Bool) {
    self.test = test
    self.isData = isData
    let g = test.geometry(.fast), inner = test.filter * test.filter * (isData ? test.k : test.c)
    source = KernelSupport.normal(isData ? g.outputShape : g.inputShape, 1)
    // Outputs of about unit size.
    weight = KernelSupport.normal(g.weightShape, 2, deviation: 1 / Double(inner).squareRoot())
    output = isData ? g.inputShape : g.outputShape
    scale = KernelSupport.normal([output[-1]], 3)
    shift = KernelSupport.normal([output[-1]], 4)
    residual = KernelSupport.normal(output, 5)
  }

  func epilogue(_ choice: Int) -> Epilogue {
    Epilogue(
      scale: choice & 1 != 0 ? scale : nil, shift: choice & 2 != 0 ? shift : nil,
      residual: choice & 4 != 0 ? residual : nil, relu: choice & 8 != 0,
      moments: choice & 16 != 0 ? ChannelMoments(channels: output[-1], dtype: .float32) : nil)
  }

  /// ReLU(scale·y + shift + residual) and its moments, by definition, in Double.
  func expected(_ plain: Tensor, _ epilogue: Epilogue) -> (y: Tensor, moments: ChannelMoments?) {
    var y = plain
    if let scale = epilogue.scale { y = y * scale.cast(to: .float64) }
    if let shift = epilogue.shift { y = y + shift.cast(to: .float64) }
    if let residual = epilogue.residual { y = y + residual.cast(to: .float64) }
    if epilogue.relu { y = y.relu() }
    return (y, epilogue.moments == nil ? nil : y.channelMoments())
  }

  /// In float64 on the reference's kernels, in float32 on others.
  func run(_ kernels: lk_kernels, _ mode: ComputeMode, _ epilogue: Epilogue?) -> (y: Tensor, moments: ChannelMoments?) {
    let dtype: DType = String(cString: kernels.name).hasSuffix("float64") ? .float64 : .float32
    let (x, w) = (source.cast(to: dtype), weight.cast(to: dtype)), y = Tensor.full(output, value: .nan, dtype: dtype)
    var used = epilogue
    used?.scale = epilogue?.scale?.cast(to: dtype)
    used?.shift = epilogue?.shift?.cast(to: dtype)
    used?.residual = epilogue?.residual?.cast(to: dtype)
    used?.moments = epilogue?.moments.map { _ in ChannelMoments(channels: output[-1], dtype: dtype) }
    withUnsafePointer(to: test.geometry(mode).c) { size in
      withKernelEpilogue(used, output: output, dtype: dtype) {
        if isData {
          kernels.conv_data(size, x.pointer, w.pointer, nil, y.pointer, $0)
        } else {
          kernels.conv(size, x.pointer, nil, w.pointer, nil, y.pointer, $0)
        }
      }
    }
    return (y, used?.moments)
  }
}
