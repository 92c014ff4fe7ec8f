import TensorCore

// Made once and only read: unsafe only in that tensors are not Sendable.
extension NumericsCase {
  /// Everything but convolutions.
  nonisolated(unsafe) static let others = products + normalisations + elementwise + reductions

  private nonisolated(unsafe) static let products: [NumericsCase] = [
    (1, 1, 1), (5, 9, 33), (33, 31, 8), (100, 16, 400), (7, 64, 1000),
  ]
  .flatMap { m, n, k in
    [(false, false), (false, true), (true, false), (true, true)].map { ta, tb in
      NumericsCase(
        kernel: "matrix product", inputs: [normal(ta ? [k, m] : [m, k], 1), normal(tb ? [n, k] : [k, n], 2)],
        size: Double(k).squareRoot()
      ) { matmul($0[0], $0[1], transposeA: ta, transposeB: tb) }
    }
  }

  private nonisolated(unsafe) static let normalisations: [NumericsCase] = [
    [2, 3, 3, 1], [7, 5, 5, 17], [128, 4, 4, 64], [33, 9, 7, 10],
  ]
  .flatMap { (dimensions: [Int]) in
    let shape = Shape(dimensions), c = shape[-1], rows = Double(shape.count / c)
    let inputs = [normal(shape, 1), normal([c], 2), normal([c], 3), normal(shape, 4), normal(shape, 5)]
    func fused(_ x: [Tensor]) -> Tensor {
      batchNormTrain(x[0], scale: x[1], shift: x[2], residual: x[3], relu: true, epsilon: 1e-5).output
    }
    func gradient(_ kernel: String, _ index: Int, _ size: Double) -> NumericsCase {
      NumericsCase(kernel: kernel, inputs: inputs, size: size) { values in
        let leaves = values.prefix(4).map { $0.tracked() }
        return gradients(of: fused(leaves), withRespectTo: [leaves[index]], seed: values[4])[0]
      }
    }
    return [
      NumericsCase(kernel: "batch norm + residual + ReLU", inputs: inputs, size: 1, function: fused),
      gradient("its gradient: input", 0, 1), gradient("its gradient: scale, shift", 1, rows.squareRoot()),
      gradient("its gradient: scale, shift", 2, rows.squareRoot()),
      NumericsCase(kernel: "variance of data at 1000 ± 1", inputs: [inputs[0] + 1000, inputs[1], inputs[2]], size: 0) {
        batchNormTrain($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5).variance
      },
    ]
  }

  private nonisolated(unsafe) static let elementwise: [NumericsCase] = [1, 7, 33, 70_001].flatMap { count in
    let any = normal([count], 6), positive = any.absolute() + 0.1
    return [
      NumericsCase(kernel: "exp", inputs: [any], size: 0) { $0[0].exp() },
      NumericsCase(kernel: "log", inputs: [positive], size: 1) { $0[0].log() },
      NumericsCase(kernel: "tanh", inputs: [any], size: 0) { $0[0].tanh() },
      NumericsCase(kernel: "square root, reciprocal", inputs: [positive], size: 0) { $0[0].squareRoot() },
      NumericsCase(kernel: "square root, reciprocal", inputs: [positive], size: 0) { $0[0].reciprocal() },
    ]
  }

  private nonisolated(unsafe) static let reductions: [NumericsCase] = [[1, 70_001], [33, 9], [128, 10], [7, 1000]]
    .flatMap {
      (dimensions: [Int]) in
      let x = normal(Shape(dimensions), 7), columns = dimensions[1]
      let labels = (0..<dimensions[0]).map { Int32($0 * 7 % columns) }
      return [
        NumericsCase(kernel: "sum", inputs: [x], size: Double(columns).squareRoot()) { $0[0].sum(axes: [1]) },
        NumericsCase(kernel: "log-softmax", inputs: [x], size: 0) { $0[0].logSoftmax() },
        NumericsCase(kernel: "cross-entropy", inputs: [x], size: 0) { crossEntropy($0[0], labels: labels) },
        NumericsCase(kernel: "its gradient", inputs: [x], size: 0) {
          let leaf = $0[0].tracked()
          return gradients(of: crossEntropy(leaf, labels: labels).mean(), withRespectTo: [leaf])[0]
        },
      ]
    }
}
