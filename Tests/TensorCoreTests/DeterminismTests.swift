import CKernels
import Testing

@testable import TensorCore

/// Same bits for every thread count. Serialised: the thread count belongs to the process.
@Suite(.serialized) struct DeterminismTests {
  /// A small network with every parallel kernel in it, forward and back.
  static func computation() -> [[Float]] {
    var random = RandomStream(seed: 9)
    let x = Tensor.normal([17, 12, 12, 16], random: &random)
    let wide = Tensor.normal([3, 3, 16, 32], standardDeviation: 0.1, random: &random).tracked()
    let strided = Tensor.normal([3, 3, 32, 24], standardDeviation: 0.1, random: &random).tracked()
    let head = Tensor.normal([24, 10], random: &random).tracked()
    let scale = Tensor.ones([32]).tracked(), shift = Tensor.zeros([32]).tracked()
    let labels = (0..<17).map { Int32($0 % 10) }
    let first = batchNormTrain(conv2d(x, wide, padding: 1), scale: scale, shift: shift, epsilon: 1e-5).output.relu()
    let second = conv2d(first.maxPooled(size: 2, stride: 2), strided, stride: 2, padding: 1)
    let loss = crossEntropy(matmul(second.globalAveragePooled(), head), labels: labels).mean()
    return [loss.floats] + gradients(of: loss, withRespectTo: [wide, strided, head, scale, shift]).map(\.floats)
  }

  /// Every pass over samples, on every kernel path, with several pieces of rows.
  static func passes() -> [[Double]] {
    var numbers = LinearAlgebraNumbers(17)
    let (n, d, k) = (3100, 37, 11)
    let x = SampleMatrix(rows: n, columns: d, floats: (0..<n * d).map { _ in Float(numbers.next()) })
    let y = SampleMatrix(rows: n, columns: k, floats: (0..<n * k).map { _ in Float(numbers.next()) })
    let weights = SampleMatrix(numbers.matrix(d, k))
    var results: [[Double]] = []
    for path in KernelTests.paths {
      let table = lk_sample_table(path.code).pointee
      func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
      x.withKernelSamples { x in
        y.withKernelSamples { y in
          for dtype in [LK_F64, LK_F32] {
            var xx = zeros(d * d), xy = zeros(d * k), yy = zeros(k * k)
            table.column_products(x, y, Int64(n), Int32(dtype.rawValue), &xx, &xy, &yy)
            results += [xx, xy, yy]
          }
        }
        var sums = zeros(d), squares = zeros(d), rows = zeros(n), products = zeros(n * k)
        table.column_moments(x, Int64(n), &sums, &squares)
        table.row_squares(x, Int64(n), &rows)
        weights.withKernelSamples {
          table.rows_times(x, Int64(n), $0, nil, Int32(LK_F64.rawValue), &products)
        }
        results += [sums, squares, rows, products]
      }
    }
    return results
  }

  @Test func bitsDoNotDependOnThreads() { Self.compareThreads(forks: 20, Self.computation) }

  @Test func bitsOfPassesOverSamplesDoNotDependOnThreads() { Self.compareThreads(forks: 6, Self.passes) }

  /// The same results on 1, 2, 3 and 4 threads, of runs that did use several: at least `forks` times.
  static func compareThreads<R: Equatable>(forks: Int, _ computation: () -> R) {
    let original = Threads.count
    defer { Threads.count = original }
    Threads.count = 1
    let expected = computation()
    for count in [2, 3, 4] {
      // Other suites use the pool too, and a busy pool runs a region serially: repeat until this one did fork.
      var forked = false
      for _ in 0..<50 where !forked {
        Threads.count = count
        let before = lk_fork_count()
        #expect(computation() == expected, "\(count) threads")
        forked = Threads.count == count && lk_fork_count() - before >= forks
      }
      #expect(forked, "no run on \(count) threads forked")
    }
  }

  @Test func memoryIsReusedAndReturned() {
    _ = DeterminismTests.computation()
    let live = Memory.liveBytes
    for _ in 0..<3 { _ = DeterminismTests.computation() }
    // Other suites allocate at the same time; a leak of this computation would be megabytes.
    #expect(abs(Memory.liveBytes - live) < 200_000_000)
  }
}
