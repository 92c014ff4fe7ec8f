import TensorCore

/// A kernel by way of the public op that runs it: a function that is evaluated in float32 and, on the reference
/// kernels, in float64, on the same numbers.
struct NumericsCase {
  let kernel: String
  /// Float32.
  let inputs: [Tensor]
  /// Root mean square that the result has for operands of size 1 that do not cancel; √terms of a sum.
  let size: Double
  let function: ([Tensor]) -> Tensor

  /// The result on the reference kernels.
  func truth() -> Tensor { function(inputs.map { $0.cast(to: .float64) }) }

  /// L2 error of float32 on the path and in the mode of now, relative to the truth, or to the operands' size where the
  /// truth has cancelled.
  func error(_ truth: Tensor) -> Double {
    let difference = function(inputs).cast(to: .float64) - truth
    let norm = dot(truth, truth).item().squareRoot(), operands = size * Double(truth.count).squareRoot()
    return dot(difference, difference).item().squareRoot() / max(norm, operands)
  }

  static func normal(_ shape: Shape, _ seed: UInt64) -> Tensor {
    var random = RandomStream(seed: seed)
    return .normal(shape, random: &random)
  }
}

extension NumericsCase {
  /// The convolution triple, over every pair of channel counts, filters of 1, 3 and 5, strides of 1 and 2; maps and
  /// batches take turns, as large as the reference's time allows.
  nonisolated(unsafe) static let convolutions: [NumericsCase] = {
    let channels = [1, 3, 8, 10, 16, 17, 64], batches = [1, 2, 7, 32]
    var cases: [NumericsCase] = []
    var turn = 0
    for c in channels {
      for k in channels {
        for (filter, stride) in [(1, 1), (1, 2), (3, 1), (3, 1), (3, 1), (3, 2), (5, 1), (5, 2)] {
          turn += 1
          let padding = filter / 2
          var n = batches[turn % 4], map = turn * 7 % 33 + 1
          while n * map * map / (stride * stride) * filter * filter * c * k > 4_000_000, map > 6 { map = map * 3 / 4 }
          if c * k > 1000 { n = min(n, 7) }
          cases += triple(
            input: [n, map, map, c], weight: [filter, filter, c, k], stride: stride, padding: padding, seed: turn)
        }
      }
    }
    return cases
  }()

  private static func triple(
    input: Shape, weight: Shape, stride: Int, padding: Int, seed: Int
  ) -> [NumericsCase] {
    let x = normal(input, UInt64(3 * seed)), w = normal(weight, UInt64(3 * seed + 1))
    func convolve(_ x: Tensor, _ w: Tensor) -> Tensor { conv2d(x, w, stride: stride, padding: padding) }
    let output = convolve(x, w).shape, dy = normal(output, UInt64(3 * seed + 2))
    let area = weight[0] * weight[1]
    return [
      NumericsCase(
        kernel: "convolution", inputs: [x, w], size: Double(area * weight[2]).squareRoot()
      ) { convolve($0[0], $0[1]) },
      NumericsCase(
        kernel: "gradient of its input", inputs: [x, w, dy],
        size: (Double(area * weight[3]) / Double(stride * stride)).squareRoot()
      ) {
        let leaf = $0[0].tracked()
        return gradients(of: convolve(leaf, $0[1]), withRespectTo: [leaf], seed: $0[2])[0]
      },
      NumericsCase(
        kernel: "gradient of its weight", inputs: [x, w, dy], size: Double(output.count / output[3]).squareRoot()
      ) {
        let leaf = $0[1].tracked()
        return gradients(of: convolve($0[0], leaf), withRespectTo: [leaf], seed: $0[2])[0]
      },
    ]
  }
}
