import Archive
import Foundation

/// A folder of its own for a test, removed when the test ends.
final class ImportFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-import-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The URL of a name in the folder.
  func callAsFunction(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Writes a file, making its folder.
  func write(_ bytes: [UInt8], _ name: String) throws {
    let file = self(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try AtomicFile.write(bytes, to: file)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(at: self(name)) }
}

/// Small official files, made here.
enum Fixture {
  static func bigEndian(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }

  static func idx(_ shape: [Int], _ values: [UInt8]) -> [UInt8] {
    bigEndian(0x800 + shape.count) + shape.flatMap(bigEndian) + values
  }

  static func pixels(_ count: Int, seed: Int = 0) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &+ seed) &* 37) }
  }

  /// Three training and two test digits.
  static func writeMNIST(_ folder: ImportFolder, below prefix: String = "", pack: ([UInt8]) -> [UInt8] = { $0 }) throws
  {
    try folder.write(pack(idx([3, 28, 28], pixels(3 * 784))), prefix + "train-images-idx3-ubyte")
    try folder.write(pack(idx([3], [4, 0, 9])), prefix + "train-labels-idx1-ubyte")
    try folder.write(pack(idx([2, 28, 28], pixels(2 * 784, seed: 5))), prefix + "t10k-images-idx3-ubyte")
    try folder.write(pack(idx([2], [1, 1])), prefix + "t10k-labels-idx1-ubyte")
  }

  static func record(_ labels: [UInt8], seed: Int) -> [UInt8] { labels + pixels(3072, seed: seed) }

  /// Two records a batch, labels 0…9 in training and 3, 4 in test.
  static func writeCIFAR10(_ folder: ImportFolder, suffix: String = ".bin") throws {
    for batch in 0..<5 {
      let first = record([UInt8(2 * batch)], seed: 2 * batch)
      let second = record([UInt8(2 * batch + 1)], seed: 2 * batch + 1)
      try folder.write(first + second, "data_batch_\(batch + 1)\(suffix)")
    }
    try folder.write(record([3], seed: 100) + record([4], seed: 101), "test_batch\(suffix)")
  }
}
