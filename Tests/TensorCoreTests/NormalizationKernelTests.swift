import CKernels
import Testing

@testable import TensorCore

/// Moments, affine maps and the gradient of batch normalisation of every path against the float64 reference.
@Suite struct NormalizationKernelTests {
  static let sizes = [(1, 1), (1, 17), (2, 8), (7, 3), (33, 10), (300, 64), (1025, 17), (40, 130)]

  /// Moments of data far from zero: a naive Σx² would lose every digit of the variance.
  @Test("moments far from zero", arguments: KernelSupport.paths.map(\.code)) func moments(_ path: Int32) {
    for (rows, columns) in NormalizationKernelTests.sizes + [(3001, 17)] where rows > 1 {
      let x = KernelSupport.normal([rows, columns], 6) + 1000, x64 = x.cast(to: .float64)
      let found = ChannelMoments(channels: columns, dtype: .float32)
      KernelSupport.table(path).moments(
        x.pointer, Int64(rows), Int64(columns), found.mean.pointer, found.variance.pointer)
      // By definition, in two passes.
      let mean = x64.sum(axes: [0]) / Double(rows), centered = x64 - mean
      let variance = centered.squared().sum(axes: [0]) / Double(rows)
      #expect(KernelSupport.error(found.mean, mean) < 0x1p-24, "\(rows)x\(columns)")
      #expect(KernelSupport.error(found.variance, variance) < 1e-6, "\(rows)x\(columns)")
    }
  }

  @Test("scale_shift", arguments: KernelSupport.paths.map(\.code)) func scaleShift(_ path: Int32) {
    let fast = KernelSupport.table(path), reference = DType.float64.kernels
    for (rows, columns) in NormalizationKernelTests.sizes {
      let x = KernelSupport.normal([rows, columns], 1), residual = KernelSupport.normal([rows, columns], 2)
      let scale = KernelSupport.normal([columns], 3), shift = KernelSupport.normal([columns], 4)
      let (x64, residual64) = (x.cast(to: .float64), residual.cast(to: .float64))
      let (scale64, shift64) = (scale.cast(to: .float64), shift.cast(to: .float64))
      for choice in 0..<4 {
        let y = Tensor.full([rows, columns], value: .nan)
        let expected = Tensor(uninitialized: [rows, columns], dtype: .float64)
        let relu: Int32 = choice & 1 != 0 ? 1 : 0, adds = choice & 2 != 0
        fast.scale_shift(
          x.pointer, scale.pointer, shift.pointer, adds ? residual.pointer : nil, nil, relu, y.pointer, Int64(rows),
          Int64(columns))
        reference.scale_shift(
          x64.pointer, scale64.pointer, shift64.pointer, adds ? residual64.pointer : nil, nil, relu,
          expected.pointer, Int64(rows), Int64(columns))
        // Terms may cancel: relative to the operands, which are of size 1.
        let (error, size) = KernelSupport.distance(y, expected)
        #expect(error / max(size, Double(rows * columns).squareRoot()) < 1.5e-7, "\(rows)x\(columns), \(choice)")
        #expect(relu == 0 || y.doubles.allSatisfy { $0 >= 0 })
      }
    }
  }

  @Test("a residual formed as it is read has the bits of one written down", arguments: KernelSupport.paths.map(\.code))
  func formedResidual(_ path: Int32) {
    let kernels = KernelSupport.table(path)
    for (rows, columns) in NormalizationKernelTests.sizes {
      let x = KernelSupport.normal([rows, columns], 1), source = KernelSupport.normal([rows, columns], 2)
      let vectors = (3..<7).map { KernelSupport.normal([columns], UInt64($0)) }
      for (relu, residualReLU) in [(0, 0), (0, 1), (1, 0), (1, 1)] as [(Int32, Int32)] {
        let written = Tensor.zeros([rows, columns]), expected = Tensor.zeros([rows, columns]), y = written.copy()
        let (n, c) = (Int64(rows), Int64(columns))
        kernels.scale_shift(
          source.pointer, vectors[2].pointer, vectors[3].pointer, nil, nil, residualReLU, written.pointer, n, c)
        kernels.scale_shift(
          x.pointer, vectors[0].pointer, vectors[1].pointer, written.pointer, nil, relu, expected.pointer, n, c)
        var form = lk_input(factor: vectors[2].pointer, offset: vectors[3].pointer, relu: residualReLU)
        kernels.scale_shift(
          x.pointer, vectors[0].pointer, vectors[1].pointer, source.pointer, &form, relu, y.pointer, n, c)
        #expect(y.floats == expected.floats, "\(rows)x\(columns), relu \(relu), of the residual \(residualReLU)")
      }
    }
  }

  @Test("scale_shift keeps NaN", arguments: KernelSupport.paths.map(\.code)) func notANumber(_ path: Int32) {
    let x = Tensor([1, .nan, -1, 2, 3, 4] as [Float], shape: [2, 3]), ones = Tensor.ones([3])
    let zeros = Tensor.zeros([3]), residual = Tensor([0, 0, 0, 0, 0, .nan] as [Float], shape: [2, 3])
    let y = Tensor.zeros([2, 3])
    KernelSupport.table(path).scale_shift(x.pointer, ones.pointer, zeros.pointer, nil, nil, 1, y.pointer, 2, 3)
    #expect(y.floats[1].isNaN && y.floats.filter(\.isNaN).count == 1 && y.floats[2] == 0)
    KernelSupport.table(path).scale_shift(
      x.pointer, ones.pointer, zeros.pointer, residual.pointer, nil, 1, y.pointer, 2, 3)
    #expect(y.floats[1].isNaN && y.floats[5].isNaN && y.floats[3] == 2)
  }

  /// With and without ReLU; its mask from the output or found again from x; with and without dx and the residual's
  /// gradient, which is the masked one.
  @Test("batch_norm_backward", arguments: KernelSupport.paths.map(\.code)) func backward(_ path: Int32) {
    for (rows, columns) in NormalizationKernelTests.sizes where rows > 1 {
      let subject = BatchNormSubject(rows, columns)
      for choice in 0..<16 {
        let relu = choice & 1 != 0, out = choice & 2 != 0, dx = choice & 4 != 0, masked = choice & 8 != 0
        let found = subject.run(KernelSupport.table(path), .float32, relu: relu, out: out, dx: dx, masked: masked)
        let expected = subject.run(DType.float64.kernels, .float64, relu: relu, out: out, dx: dx, masked: masked)
        for (index, (a, b)) in zip(found, expected).enumerated() {
          // Gradients of scale and shift are sums that may cancel: relative to √rows values of size 1.
          let (error, size) = KernelSupport.distance(a, b)
          let scale = max(size, Double(rows * columns).squareRoot())
          #expect(error / scale < 1e-6, "\(rows)x\(columns), \(choice), result \(index)")
        }
      }
    }
  }
}

/// Inputs of one gradient of batch normalisation.
private struct BatchNormSubject {
  let rows, columns: Int
  let x, out, dy, mean, inverse, scale, factor, offset: Tensor

  init(_ rows: Int, _ columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    x = KernelSupport.normal([rows, columns], 1) + 3
    // Any pattern of zeros will do for an output.
    out = KernelSupport.normal([rows, columns], 2).relu()
    dy = KernelSupport.normal([rows, columns], 3)
    scale = KernelSupport.normal([columns], 4)
    let shift = KernelSupport.normal([columns], 5), moments = x.channelMoments()
    mean = moments.mean
    inverse = (moments.variance + 1e-5).squareRoot().reciprocal()
    factor = scale * inverse
    offset = shift - mean * factor
  }

  /// dx, the residual's gradient (zeros where not asked for), dscale, dshift.
  func run(_ kernels: lk_kernels, _ dtype: DType, relu: Bool, out: Bool, dx: Bool, masked: Bool) -> [Tensor] {
    let inputs = [x, self.out, dy, mean, inverse, scale, factor, offset].map { $0.cast(to: dtype) }
    let results = [[rows, columns], [rows, columns], [columns], [columns]].map { Tensor.zeros(Shape($0), dtype: dtype) }
    var done = lk_batch_norm(
      x: inputs[0].pointer, out: out ? inputs[1].pointer : nil, mean: inputs[3].pointer,
      inverse_std: inputs[4].pointer, scale: inputs[5].pointer, factor: inputs[6].pointer, offset: inputs[7].pointer,
      relu: relu ? 1 : 0, rows: Int64(rows), columns: Int64(columns))
    withExtendedLifetime(inputs) {
      kernels.batch_norm_backward(
        &done, inputs[2].pointer, dx ? results[0].pointer : nil, masked ? results[1].pointer : nil,
        results[2].pointer, results[3].pointer)
    }
    return results
  }
}
