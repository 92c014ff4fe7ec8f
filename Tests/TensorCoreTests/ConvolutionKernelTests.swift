import CKernels
import Testing

@testable import TensorCore

/// The convolution triple of every path in both modes against the float64 reference.
@Suite struct ConvolutionKernelTests {
  /// Cases are dealt out to a few tests, which run side by side; the reference is computed once a case.
  static let hands = 6

  @Test("every path and mode", arguments: 0..<hands) func triple(_ hand: Int) {
    let cases = ConvolutionCase.awkward + ConvolutionCase.tiled + ConvolutionCase.strided
    for index in stride(from: hand, to: cases.count, by: ConvolutionKernelTests.hands) {
      ConvolutionComparison(cases[index]).run()
    }
  }

  /// Without these the suite would not test what it is named for.
  @Test func casesReachEveryAlgorithm() {
    let cases = ConvolutionCase.awkward + ConvolutionCase.tiled + ConvolutionCase.strided
    for variant in KernelSupport.variants {
      let kernels = variant.kernels
      var found: [String: Int] = [:]
      for test in cases {
        withUnsafePointer(to: test.geometry(variant.mode).c) {
          found[String(cString: kernels.conv_algorithm($0, 0)!), default: 0] += 1
        }
      }
      #expect(found["direct", default: 0] >= 200, "\(found)")
      #expect(found["Winograd F(2x2,3x3)", default: 0] >= 10, "\(found)")
      #expect((found["Winograd F(4x4,3x3)", default: 0] >= 40) == (variant.mode == .fast), "\(found)")
      #expect((found["Winograd F(4x4,3x3)"] == nil) == (variant.mode == .accurate), "\(found)")
      let phases = found["Winograd F(4x4,3x3) by phases", default: 0]
      #expect(variant.mode == .fast ? phases >= ConvolutionCase.strided.count : phases == 0, "\(found)")
      for test in ConvolutionCase.strided where variant.mode == .fast {
        withUnsafePointer(to: test.geometry(variant.mode).c) {
          #expect(String(cString: kernels.conv_algorithm($0, 0)!).hasSuffix("by phases"), "\(test)")
        }
      }
    }
    for value in ConvolutionCase.channels {
      #expect(cases.contains { $0.c == value } && cases.contains { $0.k == value })
    }
    for batch in ConvolutionCase.batches { #expect(cases.contains { $0.n == batch }) }
    #expect(cases.contains { $0.h == 1 } && cases.contains { $0.h == 33 } && cases.contains { $0.w == 33 })
  }

  /// Filters of more than 16 rows or columns are summed by definition.
  @Test func largeFilters() {
    ConvolutionComparison(.init(n: 2, h: 19, w: 18, c: 3, k: 5, filter: 17, stride: 1, padding: 2)).run()
  }
}

/// One case: the reference's results, and every variant's beside them.
private struct ConvolutionComparison {
  let test: ConvolutionCase
  let x, w, dy: Tensor
  let y64, dx64, dw64: Tensor

  init(_ test: ConvolutionCase) {
    self.test = test
    let g = test.geometry(.fast), reference = DType.float64.kernels
    x = KernelSupport.normal(g.inputShape, 1)
    w = KernelSupport.normal(g.weightShape, 2)
    dy = KernelSupport.normal(g.outputShape, 3)
    let x64 = x.cast(to: .float64), w64 = w.cast(to: .float64), gradient64 = dy.cast(to: .float64)
    (y64, dx64, dw64) = (
      Tensor(uninitialized: g.outputShape, dtype: .float64), Tensor(uninitialized: g.inputShape, dtype: .float64),
      Tensor(uninitialized: g.weightShape, dtype: .float64)
    )
    withUnsafePointer(to: g.c) {
      reference.conv($0, x64.pointer, nil, w64.pointer, nil, y64.pointer, nil)
      reference.conv_data($0, gradient64.pointer, w64.pointer, nil, dx64.pointer, nil)
      reference.conv_weight($0, x64.pointer, nil, gradient64.pointer, dw64.pointer)
    }
  }

  func run() {
    for variant in KernelSupport.variants {
      let g = test.geometry(variant.mode), kernels = variant.kernels
      let area = test.filter * test.filter
      withUnsafePointer(to: g.c) { size in
        let (y, dx) = (blank(g.outputShape), blank(g.inputShape))
        let (again, dxAgain, dw) = (blank(g.outputShape), blank(g.inputShape), blank(g.weightShape))
        kernels.conv(size, x.pointer, nil, w.pointer, nil, y.pointer, nil)
        kernels.conv_data(size, dy.pointer, w.pointer, nil, dx.pointer, nil)
        kernels.conv_weight(size, x.pointer, nil, dy.pointer, dw.pointer)
        expect(y, y64, area * test.c, kernels, size, LK_CONV_FORWARD, variant)
        expect(dx, dx64, area * test.k, kernels, size, LK_CONV_DATA, variant)
        expect(dw, dw64, g.outputShape.count / test.k, kernels, size, LK_CONV_WEIGHT, variant)

        let forms = [prepared(kernels, size, 0), prepared(kernels, size, 1)]
        kernels.conv(size, x.pointer, nil, w.pointer, forms[0]?.pointer, again.pointer, nil)
        kernels.conv_data(size, dy.pointer, w.pointer, forms[1]?.pointer, dxAgain.pointer, nil)
        #expect(KernelSupport.sameBits(y, again), "prepared weights, \(test), \(variant.testDescription)")
        #expect(
          KernelSupport.sameBits(dx, dxAgain), "prepared weights of conv_data, \(test), \(variant.testDescription)")
      }
    }
  }

  private func blank(_ shape: Shape) -> Tensor { .full(shape, value: .nan) }

  private func prepared(_ kernels: lk_kernels, _ size: UnsafePointer<lk_conv>, _ data: Int32) -> Storage? {
    let byteCount = kernels.conv_prepared_bytes(size, data)
    guard byteCount > 0 else { return nil }
    let storage = Storage(byteCount: byteCount)
    kernels.conv_prepare(size, data, w.pointer, storage.pointer)
    return storage
  }

  private func expect(
    _ result: Tensor, _ reference: Tensor, _ terms: Int, _ kernels: lk_kernels, _ size: UnsafePointer<lk_conv>,
    _ part: lk_conv_part, _ variant: KernelSupport.Variant
  ) {
    let algorithm = String(cString: kernels.conv_algorithm(size, Int32(part.rawValue))!)
    let (error, norm) = KernelSupport.distance(result, reference)
    // A handful of products that cancel has no meaningful relative error: compare with the size of the operands.
    let scale = max(norm, (Double(reference.count) * Double(terms)).squareRoot())
    let bound = ConvolutionCase.bound(algorithm, terms: terms)
    #expect(
      error / scale < bound,
      "part \(part.rawValue), \(algorithm), \(test), \(variant.testDescription): \(error / scale) of \(bound)")
  }
}
