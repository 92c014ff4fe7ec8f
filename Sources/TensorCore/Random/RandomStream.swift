import CKernels

/// A named, counter-based stream of random numbers: Philox4x32-10.
///
/// Streams form a tree. A child's numbers depend on the seed and the path of names alone, so drawing more from one
/// stream, or adding a stream, never moves another; the thread count cannot matter.
///
/// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
public struct RandomStream: Sendable {
  let key: UInt64
  private var position: UInt64 = 0

  public init(seed: UInt64) { key = RandomStream.mix(seed, 0x9E37_79B9_7F4A_7C15) }

  private init(key: UInt64) { self.key = key }

  /// An independent stream named `name` below this one; does not advance this one.
  public func child(_ name: String) -> RandomStream {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return RandomStream(key: RandomStream.mix(key, hash))
  }

  /// An independent numbered stream below this one; does not advance this one.
  public func child(_ index: Int) -> RandomStream {
    RandomStream(key: RandomStream.mix(key ^ 0xA076_1D64_78BD_642F, UInt64(bitPattern: Int64(index))))
  }

  /// Philox itself turns (key, label) into the child's key.
  private static func mix(_ key: UInt64, _ label: UInt64) -> UInt64 {
    let words = philox(key: key, counter: (label, 0x4C65_7468_65))
    return words.0
  }

  private static func philox(key: UInt64, counter: (UInt64, UInt64)) -> (UInt64, UInt64) {
    var input: [UInt32] = [
      UInt32(truncatingIfNeeded: counter.0), UInt32(counter.0 >> 32), UInt32(truncatingIfNeeded: counter.1),
      UInt32(counter.1 >> 32),
    ]
    var keys: [UInt32] = [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)]
    var output: [UInt32] = [0, 0, 0, 0]
    lk_philox4x32(&input, &keys, &output)
    return (UInt64(output[1]) << 32 | UInt64(output[0]), UInt64(output[3]) << 32 | UInt64(output[2]))
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    defer { position += 1 }
    return RandomStream.philox(key: key, counter: (position, 0)).0
  }

  /// Uniform in [0, 1), 53 bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal (Box–Muller).
  public mutating func normal() -> Double { lk_random_normal(key, advance(by: 1), 0, 1) }

  /// Uniform in 0 ..< bound.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "integer(below: \(bound))")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A uniformly random order of 0 ..< count (Fisher–Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    let key = next()
    return [Int](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        base.withMemoryRebound(to: Int64.self, capacity: count) { lk_random_permutation(key, $0, Int64(count)) }
      }
      filled = count
    }
  }

  /// Reserves `count` positions of the stream and returns the first.
  mutating func advance(by count: Int) -> UInt64 {
    defer { position += UInt64(count) }
    return position
  }
}

extension Tensor {
  /// Independent uniform values. Random: advances `random` by the element count.
  public static func uniform(
    _ shape: Shape, in range: ClosedRange<Double>, random: inout RandomStream, dtype: DType = .float32
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    result.kernels.uniform(
      random.key, random.advance(by: result.count), result.pointer, Int64(result.count), range.lowerBound,
      range.upperBound)
    return result
  }

  /// Independent normal values. Random: advances `random` by the element count.
  public static func normal(
    _ shape: Shape, mean: Double = 0, standardDeviation: Double = 1, random: inout RandomStream,
    dtype: DType = .float32
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    result.kernels.normal(
      random.key, random.advance(by: result.count), result.pointer, Int64(result.count), mean, standardDeviation)
    return result
  }
}
