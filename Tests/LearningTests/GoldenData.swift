import Archive
import Foundation
import Learning
import TensorCore

/// The inputs of Tests/Golden/make_goldens.py, made from the same integer hash.
enum GoldenData {
  static let period = 65_521
  static let classCount = 10

  /// murmur3's finaliser.
  static func hashed(_ value: Int) -> UInt32 {
    var h = UInt32(truncatingIfNeeded: value)
    h = (h ^ (h >> 16)) &* 0x85EB_CA6B
    h = (h ^ (h >> 13)) &* 0xC2B2_AE35
    return h ^ (h >> 16)
  }

  /// Multiples of 2^-19 in [-1, 1).
  static let table: [Float] = (1...period).map { (Float(hashed($0) >> 12) - 524_288) / 524_288 }

  /// `count` values of the table from `offset` on, round and round.
  static func tiled(offset: Int, count: Int) -> [Float] {
    let start = offset % period
    let turn = Array(table[start...] + table[..<start])
    var result: [Float] = []
    result.reserveCapacity(count + period)
    while result.count < count { result += turn }
    return Array(result[..<count])
  }

  /// The largest power of two b with b² · fanIn ≤ 9.
  static func scale(fanIn: Int) -> Double {
    var b = 1.0
    while b * b * Double(fanIn) > 9 { b /= 2 }
    return b
  }

  /// Weights and running statistics by position in the state dict.
  static func state(like template: StateDict) -> StateDict {
    var result = StateDict()
    for (position, entry) in template.enumerated() {
      let shape = entry.array.shape
      guard entry.array.floats != nil else {
        result[entry.name] = StateArray(integers: [0], shape: [])
        continue
      }
      let values = Tensor(tiled(offset: 7919 * position, count: entry.array.values.count), shape: Shape(shape))
      let scaled: Tensor
      if shape.count > 1 {
        scaled = values * scale(fanIn: shape.dropFirst().reduce(1, *))
      } else if entry.name.hasSuffix("running_var") || entry.name.hasSuffix("weight") {
        scaled = values * 0.5 + 1
      } else if entry.name.hasSuffix("bias"), template[position - 1].array.shape.count == 1 {
        // The shift of a normalisation; the entry before it is its scale.
        let far = Tensor(values.floats.map { $0 > 0 ? Float(2) : -2 }, shape: Shape(shape))
        scaled = values * 0.25 + far
      } else {
        scaled = values * 0.25
      }
      result[entry.name] = StateArray(scaled.floats, shape: shape)
    }
    return result
  }

  /// Hashed pixels, darker in earlier images, and labels.
  static func batch(_ count: Int, _ shape: ImageShape, trial: Int) throws -> Batch {
    let pixels = (0..<count * shape.count).map { position in
      UInt8(Int(hashed(position + (trial + 1) * 0x100000) >> 24) * (position / shape.count + 2) / (count + 1))
    }
    let labels = (0..<count).map { Int32((7 * $0 + 3) % classCount) }
    let split = try ImageSplit(name: "golden", shape: shape, pixels: pixels, labels: labels, classCount: classCount)
    return split.whole().wholeBatch()
  }

  static func normalisation(channels: Int) -> Normalisation {
    channels == 1
      ? Normalisation(mean: [0.1307], std: [0.3081])
      : Normalisation(mean: [0.4914, 0.4822, 0.4465], std: [0.2470, 0.2435, 0.2616])
  }
}

func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// Relative L2 error; infinite when the lengths differ.
func relativeError(_ found: [Double], _ truth: [Double]) -> Double {
  guard found.count == truth.count else { return .infinity }
  return norm(zip(found, truth).map { $0 - $1 }) / max(norm(truth), 1e-300)
}

/// About `wanted` values, a stride apart that is prime to the count, as make_goldens.py samples.
func sampled(_ values: [Float], _ wanted: Int) -> [Double] {
  func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
  var stride = max(1, values.count / wanted)
  while divisor(stride, values.count) > 1 { stride -= 1 }
  return Swift.stride(from: 0, to: values.count, by: stride).prefix(wanted).map { Double(values[$0]) }
}
