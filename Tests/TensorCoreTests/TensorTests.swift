import Testing

@testable import TensorCore

/// Values of ops against numbers worked out by hand.
@Suite struct TensorTests {
  static func matrix(_ values: [Double], _ rows: Int, _ columns: Int) -> Tensor {
    Tensor(values, shape: [rows, columns])
  }

  @Test func broadcasting() {
    let a = Tensor([1, 2, 3] as [Double], shape: [3, 1]), b = Tensor([10, 20] as [Double], shape: [2])
    #expect((a + b).shape == [3, 2])
    #expect((a + b).doubles == [11, 21, 12, 22, 13, 23])
    #expect((a - b).summed(to: [3, 1]).doubles == [-28, -26, -24])
    #expect((1 / Tensor([4, 5] as [Double], shape: [2])).doubles == [0.25, 0.2])
  }

  /// Fresh memory is not written for zeros, memory that was used is.
  @Test(arguments: [1, 1000, 262_145, 2_097_152]) func zerosAreZero(count: Int) {
    for value in [1.0, .nan, .infinity] {
      let zeros = Tensor.zeros([count])
      #expect(KernelSupport.sameBits(zeros, .full([count], value: 0)))
      zeros.kernels.fill(zeros.pointer, Int64(count), value)
    }
  }

  @Test func layout() {
    let x = Tensor((0..<24).map(Double.init), shape: [2, 3, 4])
    #expect(x.transposed([2, 0, 1]).sliced([1..<2, 0..<2, 0..<3]).doubles == [1, 5, 9, 13, 17, 21])
    #expect(x.sum(axes: [0, 2]).doubles == [60, 92, 124])
    #expect(Tensor([1, 2] as [Double], shape: [2]).padded([(1, 2)]).doubles == [0, 1, 2, 0, 0])
    let joined = Tensor.concatenated(
      [TensorTests.matrix([1, 2], 2, 1), TensorTests.matrix([3, 4, 5, 6], 2, 2)], axis: 1)
    #expect(joined.doubles == [1, 3, 4, 2, 5, 6])
    #expect(x.reshaped([6, 4]).gatherRows([5, 0]).doubles == [20, 21, 22, 23, 0, 1, 2, 3])
    #expect(TensorTests.matrix([1, 2, 3, 4], 2, 2).scatterRows([1, 1], rowCount: 3).doubles == [0, 0, 4, 6, 0, 0])
  }

  @Test func convolutionByHand() {
    // One 3×3 image, one 2×2 filter, stride 1: each output is a + 2b + 3c + 4d of its window.
    let x = Tensor((1...9).map(Double.init), shape: [1, 3, 3, 1])
    let w = Tensor([1, 2, 3, 4] as [Double], shape: [2, 2, 1, 1])
    #expect(conv2d(x, w).doubles == [37, 47, 67, 77])
    #expect(conv2d(x.cast(to: .float32), w.cast(to: .float32)).doubles == [37, 47, 67, 77])
    #expect(conv2d(x, w, stride: 2, padding: 1).doubles == [4, 18, 36, 77].map(Double.init))
  }

  @Test func poolingByHand() {
    let x = Tensor([1, 5, 2, 4, 3, 3, 9, 8, 7] as [Double], shape: [1, 3, 3, 1])
    #expect(x.maxPooled(size: 2, stride: 1).doubles == [5, 5, 9, 8])
    #expect(x.averagePooled(size: 2, stride: 1).doubles == [3.25, 3.25, 6, 5.25])
    let leaf = x.tracked()
    // Windows share the 5, which therefore receives both gradients.
    let g = gradients(of: leaf.maxPooled(size: 2, stride: 1).sum(), withRespectTo: [leaf])[0]
    #expect(g.doubles == [0, 2, 0, 0, 0, 0, 1, 1, 0])
  }

  /// One pass, and one after another: the same values and gradients, with the images a constant, as in training, or not.
  @Test(arguments: [DType.float32, .float64], [false, true])
  func pooledConvolution(_ dtype: DType, imagesTracked: Bool) {
    var random = RandomStream(seed: 3)
    let images = Tensor.normal([9, 9, 8, 2], random: &random).cast(to: dtype)
    let x = imagesTracked ? images.tracked() : images
    let w = Tensor.normal([3, 3, 2, 19], random: &random).cast(to: dtype).tracked()
    let bias = Tensor.normal([19], random: &random).cast(to: dtype).tracked()
    let one = conv2dMaxPooled(x, w, bias: bias, relu: true, padding: 1, poolSize: 2, poolStride: 2)
    let other = conv2d(x, w, bias: bias, relu: true, padding: 1).maxPooled(size: 2, stride: 2)
    #expect(KernelSupport.sameBits(one.detached(), other.detached()))
    let seed = Tensor.normal(one.shape, random: &random).cast(to: dtype)
    let leaves = [w, bias] + (imagesTracked ? [x] : [])
    let found = gradients(of: one, withRespectTo: leaves, seed: seed)
    let expected = gradients(of: other, withRespectTo: leaves, seed: seed)
    #expect(KernelSupport.sameBits(found[0], expected[0]))
    if imagesTracked { #expect(KernelSupport.sameBits(found[2], expected[2])) }
    // The bias' gradient sums the same numbers, those that are not zero, in other blocks.
    #expect(KernelSupport.error(found[1], expected[1].cast(to: .float64)) < 1e-7)
    #expect(found[0].sum().item() != 0)
  }

  @Test func crossEntropyByHand() {
    let logits = TensorTests.matrix([0, 0, 0, 0, 1000, 0], 2, 3)
    let loss = crossEntropy(logits, labels: [1, 2]).doubles
    #expect(abs(loss[0] - 1.0986122886681098) < 1e-15)
    #expect(loss[1] == 1000)
    let p = TensorTests.matrix([0.5, 0.5], 1, 2).log(), q = TensorTests.matrix([0.25, 0.75], 1, 2).log()
    #expect(abs(klDivergence(target: p, input: q).item() - 0.14384103622589045) < 1e-15)
  }

  @Test func normsAndVariation() {
    let x = TensorTests.matrix([3, 4, 0, 0], 2, 2).tracked()
    let norms = rowNorms(x)
    #expect(norms.doubles == [5, 0])
    let gradient = gradients(of: norms.sum(), withRespectTo: [x])[0].doubles
    #expect(zip(gradient, [0.6, 0.8, 0, 0]).allSatisfy { abs($0 - $1) < 1e-15 })
    // Vertical differences |3−1|, |4−2|; horizontal |2−1|, |4−3|.
    #expect(totalVariation(Tensor([1, 2, 3, 4] as [Double], shape: [1, 2, 2, 1])).item() == 3)
  }

  @Test func notANumberIsNotHidden() {
    let x = Tensor([.nan, 1] as [Float], shape: [1, 1, 2, 1])
    #expect(!x.relu().allFinite)
    #expect(!x.maxPooled(size: 1, stride: 1).allFinite)
    #expect(!Tensor([.infinity] as [Float], shape: [1]).allFinite)
    #expect(Tensor([3e38] as [Float], shape: [1]).allFinite)
  }

  @Test func imageBatch() {
    // One 2×2 image of two channels, in planes; a crop moved down and left, then mirrored.
    let pixels: [UInt8] = [0, 51, 102, 153, 255, 204, 0, 0]
    let plain = pixels.withUnsafeBufferPointer {
      Tensor.imageBatch(pixels: $0, channels: 2, height: 2, width: 2, positions: [0])
    }
    #expect(plain.floats == [0, 1, 0.2, 0.8, 0.4, 0, 0.6, 0])
    let moved = pixels.withUnsafeBufferPointer {
      Tensor.imageBatch(
        pixels: $0, channels: 2, height: 2, width: 2, positions: [0], offsetsY: [1], offsetsX: [0], flips: [1])
    }
    #expect(moved.floats == [0.6, 0, 0.4, 0, 0, 0, 0, 0])
  }

  @Test func gradientsOfUnreachedInputsAreZero() {
    let a = Tensor([1, 2] as [Double], shape: [2]).tracked(), b = Tensor([1] as [Double], shape: [1]).tracked()
    let result = gradients(of: a.squared().sum(), withRespectTo: [a, b])
    #expect(result[0].doubles == [2, 4] && result[1].doubles == [0])
    #expect(!withoutGradients { a * a }.isTracked)
  }

  @Test func optimizerStepsByHand() {
    let p = Tensor([1] as [Double], shape: [1]), m = Tensor.zeros([1], dtype: .float64)
    let g = Tensor([0.5] as [Double], shape: [1])
    func sgd(first: Bool) {
      Tensor.updateSGD(
        parameter: p, gradient: g, momentumBuffer: m, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1,
        nesterov: true, firstStep: first)
    }
    sgd(first: true)  // g = 0.6, m = 0.6, step 0.6 + 0.54
    #expect(abs(p.item() - 0.886) < 1e-12)
    sgd(first: false)  // g = 0.5886, m = 1.1286, step 0.5886 + 1.01574
    #expect(abs(p.item() - 0.725566) < 1e-12)
    let q = Tensor([1] as [Double], shape: [1]), first = Tensor.zeros([1], dtype: .float64), second = first.copy()
    Tensor.updateAdam(
      parameter: q, gradient: g, firstMoment: first, secondMoment: second, step: 1, learningRate: 0.1,
      weightDecay: 0.5, decoupled: true)
    // Decay 1 − 0.05, then a step of lr·g/(|g| + ε).
    #expect(abs(q.item() - (0.95 - 0.1 * 0.5 / (0.5 + 1e-8))) < 1e-12)
  }
}
