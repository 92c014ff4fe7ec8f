import CKernels
import Testing

@testable import TensorCore

/// Random fills of every path against the values one by one.
@Suite struct RandomKernelTests {
  /// Around vectors and pieces of work.
  private static let counts = [0, 1, 3, 4, 5, 7, 8, 9, 31, 33, 4095, 4096, 4097, 10_001]
  /// The second one crosses 32 bits, the last one ends.
  private static let starts: [UInt64] = [0, 0xFFFF_FFF0, 1 << 40 + 3, .max - 20]

  /// Means and deviations: some at the ends of what float32 holds.
  private static let normals: [(Float, Float)] = [
    (0, 1), (0, 0.029_462_783), (0.5, -2), (3e7, 1), (0, .leastNormalMagnitude / 1024), (0, 3e38),
  ]

  private func bits(
    _ count: Int, fill: (_ y: UnsafeMutableRawPointer, _ n: Int64) -> Void
  ) -> [UInt32] {
    // What lies behind the count must stay.
    let guarded = Tensor.full([count + 16], value: 7)
    fill(guarded.pointer, Int64(count))
    let values = guarded.floats
    #expect(values[count...].allSatisfy { $0 == 7 })
    return values[..<count].map(\.bitPattern)
  }

  @Test("normal values", arguments: KernelSupport.paths.map(\.code)) func normal(_ path: Int32) {
    let kernels = KernelSupport.table(path)
    for (mean, deviation) in Self.normals {
      for (start, count) in zip(Self.starts + Self.starts + Self.starts + Self.starts, Self.counts) {
        let found = bits(count) { kernels.normal(9, start, $0, $1, Double(mean), Double(deviation)) }
        let expected = (0..<UInt64(count)).map {
          Float(lk_random_normal(9, start &+ $0, Double(mean), Double(deviation))).bitPattern
        }
        #expect(found == expected, "\(count) from \(start), mean \(mean), deviation \(deviation)")
      }
    }
  }

  /// The double of the vectors rounds to another float here than libm's: their distance to the middle between two floats
  /// is smaller than that from each other. Found among 134 million.
  @Test("a value that must not be rounded from the vectors' double", arguments: KernelSupport.paths.map(\.code))
  func nearTheMiddle(_ path: Int32) {
    let index: UInt64 = 940_751, value = lk_random_normal(120, index, 0, 1), rounded = Float(value)
    let neighbour = Double(value) > Double(rounded) ? rounded.nextUp : rounded.nextDown
    let middle = (Double(rounded) + Double(neighbour)) / 2
    #expect(abs(value - middle) < 5e-16)
    for lane in 0..<8 as Range<UInt64> {
      let found = bits(16) { KernelSupport.table(path).normal(120, index - lane, $0, $1, 0, 1) }
      #expect(found[Int(lane)] == rounded.bitPattern)
    }
  }

  @Test("uniform values", arguments: KernelSupport.paths.map(\.code)) func uniform(_ path: Int32) {
    let kernels = KernelSupport.table(path)
    for (low, high) in [(0, 1), (-0.1, 0.3), (0, 256), (5, -5)] as [(Float, Float)] {
      for (start, count) in zip(Self.starts + Self.starts + Self.starts + Self.starts, Self.counts) {
        let found = bits(count) { kernels.uniform(9, start, $0, $1, Double(low), Double(high)) }
        let expected = (0..<UInt64(count)).map { offset -> UInt32 in
          let index = start &+ offset
          var words: [UInt32] = [0, 0, 0, 0]
          lk_philox4x32([UInt32(truncatingIfNeeded: index), UInt32(index >> 32), 0, 0], [9, 0], &words)
          let unit = Double(words[1] >> 8) * 0x1p-24
          return Float(Double(low) + (Double(high) - Double(low)) * unit).bitPattern
        }
        #expect(found == expected, "\(count) from \(start), \(low) to \(high)")
      }
    }
  }

  @Test("double is value by value") func double() {
    let n = 4100, normal = Tensor(uninitialized: [n], dtype: .float64), uniform = normal.copy()
    DType.float64.kernels.normal(9, 5, normal.pointer, Int64(n), 0.1, 2)
    DType.float64.kernels.uniform(9, 5, uniform.pointer, Int64(n), -0.1, 2)
    #expect(normal.doubles == (5..<5 + UInt64(n)).map { lk_random_normal(9, $0, 0.1, 2) })
    #expect(uniform.doubles == (5..<5 + UInt64(n)).map { lk_random_uniform(9, $0, -0.1, 2) })
  }
}

extension DeterminismTests {
  @Test func randomFills() {
    expectSameBits(forks: 2 * KernelSupport.paths.count) {
      KernelSupport.paths.flatMap { path in
        let kernels = KernelSupport.table(path.code)
        let normal = Tensor(uninitialized: [100_003], dtype: .float32), uniform = normal.copy()
        kernels.normal(1, 2, normal.pointer, Int64(normal.count), 0, 1)
        kernels.uniform(1, 2, uniform.pointer, Int64(uniform.count), 0, 1)
        return [normal, uniform]
      }
    }
  }
}
