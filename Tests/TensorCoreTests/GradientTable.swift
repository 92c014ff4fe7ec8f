import Testing

@testable import TensorCore

/// One op under test: a function of float64 tensors and inputs that stay clear of its kinks.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Shape and range of each input.
  let inputs: [(shape: [Int], low: Double, high: Double)]
  let function: @Sendable ([Tensor]) -> Tensor

  init(
    _ name: String, _ shapes: [[Int]], _ low: Double = -1, _ high: Double = 1,
    _ f: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    self.name = name
    inputs = shapes.map { ($0, low, high) }
    function = f
  }

  var testDescription: String { name }

  func makeInputs(_ random: inout RandomStream) -> [Tensor] {
    inputs.map { .uniform(Shape($0.shape), in: $0.low...$0.high, random: &random, dtype: .float64) }
  }

  static let labels: [Int32] = [2, 0, 1]

  /// size, −size, size, …: which side of a kink each channel lies on.
  static func alternating(_ channels: Int, _ size: Double) -> Tensor {
    Tensor((0..<channels).map { $0.isMultiple(of: 2) ? size : -size }, shape: [channels])
  }

  /// Every differentiable op of the module. A new op adds its row here.
  static let all: [GradientCase] = [
    .init("add", [[3, 4], [4]]) { $0[0] + $0[1] },
    .init("subtract", [[3, 1], [3, 4]]) { $0[0] - $0[1] },
    .init("multiply", [[2, 3, 4], [3, 1]]) { $0[0] * $0[1] },
    .init("divide", [[3, 4], [1, 4]], 0.5, 2) { $0[0] / $0[1] },
    .init("scalar arithmetic", [[5]], 0.5, 2) { (2 - $0[0] * 3 + 1) / 4 + 1 / $0[0] },
    .init("negate", [[5]]) { -$0[0] },
    .init("exp", [[5]]) { $0[0].exp() },
    .init("log", [[5]], 0.5, 2) { $0[0].log() },
    .init("squareRoot", [[5]], 0.5, 2) { $0[0].squareRoot() },
    .init("reciprocal", [[5]], 0.5, 2) { $0[0].reciprocal() },
    .init("squared", [[5]]) { $0[0].squared() },
    .init("tanh", [[5]]) { $0[0].tanh() },
    .init("relu, positive side", [[5]], 0.2, 1) { $0[0].relu().squared() },
    .init("relu, negative side", [[5]], -1, -0.2) { $0[0].relu() + $0[0].squared() },
    .init("absolute", [[5]], -1, -0.2) { $0[0].absolute().squared() },
    .init("clamped", [[5]], 0.1, 0.8) { $0[0].clamped(to: 0...0.9).squared() },
    .init("sum", [[3, 4]]) { $0[0].squared().sum() },
    .init("sum of inner axes", [[2, 3, 4]]) { $0[0].squared().sum(axes: [1, 2]) },
    .init("sum of split axes", [[2, 3, 4]]) { $0[0].squared().sum(axes: [0, -1], keepingDimensions: true) },
    .init("mean", [[3, 4]]) { $0[0].squared().mean() },
    .init("mean of axes", [[2, 3, 4]]) { $0[0].squared().mean(axes: [0, 1]) },
    .init("broadcast", [[3, 1]]) { $0[0].squared().broadcast(to: [2, 3, 4]) },
    .init("summed(to:)", [[2, 3, 4]]) { $0[0].squared().summed(to: [3, 1]) },
    .init("reshaped", [[2, 6]]) { $0[0].squared().reshaped([3, 4]) },
    .init("transposed", [[2, 3, 4]]) { $0[0].squared().transposed([2, 0, 1]) },
    .init("padded", [[2, 3]]) { $0[0].squared().padded([(1, 2), (0, 1)]) },
    .init("sliced", [[4, 5]]) { $0[0].squared().sliced([1..<3, 2..<5]) },
    .init("concatenated", [[2, 3], [2, 2]]) { Tensor.concatenated([$0[0].squared(), $0[1].exp()], axis: 1) },
    .init("gatherRows", [[3, 2]]) { $0[0].squared().gatherRows([2, 0, 2]) },
    .init("scatterRows", [[3, 2]]) { $0[0].squared().scatterRows([1, 3, 1], rowCount: 4) },
    .init("picked", [[3, 4]]) { $0[0].squared().picked(labels: labels) },
    .init("matmul", [[3, 4], [4, 2]]) { matmul($0[0], $0[1]) },
    .init("matmul, a transposed", [[4, 3], [4, 2]]) { matmul($0[0], $0[1], transposeA: true) },
    .init("matmul, b transposed", [[3, 4], [2, 4]]) { matmul($0[0], $0[1], transposeB: true) },
    .init("matmul, both transposed", [[4, 3], [2, 4]]) { matmul($0[0], $0[1], transposeA: true, transposeB: true) },
    .init("dot", [[3, 2], [3, 2]]) { dot($0[0], $0[1].squared()) },
    .init("conv2d 3x3", [[2, 5, 4, 2], [3, 3, 2, 3]]) { conv2d($0[0], $0[1], padding: 1) },
    .init("conv2d stride 2", [[2, 5, 6, 2], [3, 3, 2, 3]]) { conv2d($0[0], $0[1], stride: 2, padding: 1) },
    .init("conv2d 1x1 stride 2", [[1, 4, 4, 3], [1, 1, 3, 2]]) { conv2d($0[0], $0[1], stride: 2) },
    .init("conv2d 5x5", [[1, 6, 5, 2], [5, 5, 2, 2]]) { conv2d($0[0], $0[1], padding: 2) },
    // Biases of ±5 keep the sums of at most 18 products of size 0.2 clear of ReLU's kink, on either side.
    .init("conv2d with bias and relu", [[2, 5, 4, 2], [3, 3, 2, 3], [3]]) {
      conv2d($0[0] * 0.2, $0[1], bias: $0[2] + alternating(3, 5), relu: true, padding: 1)
    },
    .init("conv2d with bias", [[2, 5, 4, 2], [3, 3, 2, 3], [3]]) { conv2d($0[0], $0[1], bias: $0[2], stride: 2) },
    .init("conv2d with relu", [[1, 4, 4, 2], [3, 3, 2, 2]], 0.2, 1) { conv2d($0[0], $0[1], relu: true, padding: 1) },
    .init("conv2dWithMoments", [[2, 5, 4, 2], [3, 3, 2, 3], [3]]) {
      conv2dWithMoments($0[0], $0[1], bias: $0[2], padding: 1).output
    },
    .init("conv2d, one input of two", [[2, 4, 4, 2], [3, 3, 2, 3], [3, 3, 2, 3], [1, 1, 2, 3], [3]]) {
      let shared = $0[0].tanh()
      let sum = conv2d(shared, $0[1], padding: 1) + conv2d(shared, $0[2], bias: $0[4], padding: 1)
      return sum + conv2dWithMoments(shared, $0[3]).output * shared.sum()
    },
    .init("conv2d, one leaf of two", [[2, 4, 4, 2], [3, 3, 2, 2], [3, 3, 2, 2]]) {
      conv2d($0[0], $0[1], padding: 1) + conv2d($0[0], $0[2], padding: 1) * $0[0]
    },
    .init("conv2d of a tensor with itself", [[3, 3, 3, 3]]) { conv2d($0[0], $0[0], padding: 1) },
    .init("maxPooled", [[2, 4, 4, 2]]) { $0[0].maxPooled(size: 2, stride: 2).squared() },
    .init("maxPooled, overlapping", [[1, 5, 5, 2]]) { $0[0].maxPooled(size: 3, stride: 2).squared() },
    .init("conv2dMaxPooled", [[2, 5, 4, 2], [3, 3, 2, 3], [3]]) {
      conv2dMaxPooled($0[0], $0[1], bias: $0[2], padding: 1, poolSize: 2, poolStride: 2).squared()
    },
    .init("conv2dMaxPooled with relu", [[2, 5, 4, 2], [3, 3, 2, 3], [3]]) {
      conv2dMaxPooled(
        $0[0] * 0.2, $0[1], bias: $0[2] + alternating(3, 5), relu: true, padding: 1, poolSize: 2, poolStride: 1)
    },
    .init("averagePooled", [[2, 5, 4, 2]]) { $0[0].averagePooled(size: 2, stride: 1).squared() },
    .init("globalAveragePooled", [[2, 3, 4, 2]]) { $0[0].globalAveragePooled().squared() },
    .init("batchNormTrain", [[2, 3, 2, 2], [2], [2]]) {
      batchNormTrain($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-2).output
    },
    // Normalised values of 12 rows are at most √11 in size: 6 clears them, a scale, a shift and a residual.
    .init("batchNormTrain with relu", [[2, 3, 2, 2], [2], [2]]) {
      batchNormTrain($0[0], scale: $0[1], shift: $0[2] + alternating(2, 6), relu: true, epsilon: 1e-2).output
    },
    .init("batchNormTrain with residual", [[2, 3, 2, 2], [2], [2], [2, 3, 2, 2]]) {
      batchNormTrain($0[0], scale: $0[1], shift: $0[2], residual: $0[3], epsilon: 1e-2).output
    },
    .init("batchNormTrain with residual and relu", [[2, 3, 2, 2], [2], [2], [2, 3, 2, 2]]) {
      batchNormTrain(
        $0[0], scale: $0[1], shift: $0[2] + alternating(2, 6), residual: $0[3], relu: true, epsilon: 1e-2
      ).output
    },
    .init("batchNormTrain of a convolution's moments", [[2, 4, 3, 2], [3, 3, 2, 2], [2], [2]]) {
      let (y, moments) = conv2dWithMoments($0[0], $0[1], padding: 1)
      return batchNormTrain(y, moments: moments, scale: $0[2], shift: $0[3], epsilon: 1e-1).output
    },
    .init("batchNormTrain, its input also the residual", [[2, 3, 2, 2], [2], [2]]) {
      let x = $0[0].tanh()
      return batchNormTrain(x, scale: $0[1], shift: $0[2] + alternating(2, 6), residual: x, relu: true, epsilon: 1e-2)
        .output
    },
    .init("scaleShifted with residual and relu", [[2, 3, 2], [2], [2], [2, 3, 2]]) {
      $0[0].scaleShifted($0[1], $0[2] + alternating(2, 4), residual: $0[3], relu: true)
    },
    .init("batchNormEvaluate", [[2, 3, 2], [2], [2]]) {
      let mean = Tensor([0.1, -0.2] as [Double], shape: [2]), variance = Tensor([0.5, 2] as [Double], shape: [2])
      return batchNormEvaluate($0[0], scale: $0[1], shift: $0[2], mean: mean, variance: variance, epsilon: 1e-5)
    },
    .init("logSoftmax", [[3, 4]]) { $0[0].logSoftmax() },
    .init("softmax", [[3, 4]]) { $0[0].softmax() },
    .init("crossEntropy", [[3, 4]]) { crossEntropy($0[0], labels: labels) },
    .init("klDivergence", [[3, 4], [3, 4]]) { klDivergence(target: $0[0].logSoftmax(), input: $0[1].logSoftmax()) },
    .init("rowNorms", [[3, 4]], 0.2, 1) { rowNorms($0[0]) },
    .init("totalVariation", [[1, 3, 3, 2]]) { totalVariation($0[0]) + $0[0].squared().sum() },
    .init("fan-out", [[3, 3]]) { x in
      let y = x[0].exp()
      return matmul(y, y.transposed([1, 0])) + y * x[0]
    },
  ]
}
