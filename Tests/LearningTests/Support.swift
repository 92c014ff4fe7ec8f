import Foundation
import Learning
import TensorCore

/// Small random images; the labels cycle through the classes unless given.
func makeSplit(
  _ count: Int, shape: ImageShape = ImageShape(channels: 1, height: 8, width: 8), classCount: Int = 4,
  seed: UInt64 = 1, labels: [Int32]? = nil
) throws -> ImageSplit {
  var random = RandomStream(seed: seed)
  let pixels = (0..<count * shape.count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  return try ImageSplit(
    name: "train", shape: shape, pixels: pixels, labels: labels ?? (0..<count).map { Int32($0 % classCount) },
    classCount: classCount)
}

func makeNetwork(
  _ family: any Architecture.Type, shape: ImageShape = ImageShape(channels: 1, height: 8, width: 8),
  classCount: Int = 4, seed: UInt64 = 7
) throws -> Network {
  try family.build(
    input: shape, classCount: classCount, normalisation: .identity(channels: shape.channels),
    random: RandomStream(seed: seed))
}

/// Every value of the network as disk would hold it, bit for bit.
func bits(_ network: Network) -> [String: [UInt32]] {
  var result: [String: [UInt32]] = [:]
  for entry in network.stateDict() {
    result[entry.name] = entry.array.floats?.map(\.bitPattern) ?? entry.array.integers!.map { UInt32($0) }
  }
  return result
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

let goldenFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Golden")
