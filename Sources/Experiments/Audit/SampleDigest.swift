import Archive
import Learning
import Results
import TensorCore

/// What a set of samples is, in digests that anyone can compute from the dataset file and `split.h5`.
///
/// SHA-256, samples in ascending order of their position in the split: of the positions (int64), of the labels that
/// they were used with (int64), of the images' bytes ([C, H, W] uint8 each); integers little-endian.
struct SampleDigest: Equatable, Sendable {
  let count: Int
  let indices: String
  let labels: String
  let images: String

  init(_ subset: Subset) {
    let order = subset.positions.indices.sorted { subset.positions[$0] < subset.positions[$1] }
    count = order.count
    indices = Self.hex(order.map { Int64(subset.positions[$0]) })
    labels = Self.hex(order.map { Int64(subset.labels[$0]) })
    var digest = SHA256()
    let length = subset.split.shape.count
    subset.split.pixels.withUnsafeBytes { pixels in
      for row in order {
        let start = subset.positions[row] * length
        digest.update(UnsafeRawBufferPointer(rebasing: pixels[start..<start + length]))
      }
    }
    images = SHA256.hexadecimal(digest.finish())
  }

  private static func hex(_ values: [Int64]) -> String {
    var digest = SHA256()
    values.map(\.littleEndian).withUnsafeBytes { digest.update($0) }
    return SHA256.hexadecimal(digest.finish())
  }

  var json: JSONValue {
    .object([
      "count": .integer(count), "indices_sha256": .string(indices), "labels_sha256": .string(labels),
      "images_sha256": .string(images),
    ])
  }
}

extension Network {
  /// SHA-256 of all arrays of the state dict in the checkpoint's order and layout: float32 and int64, little-endian.
  var stateDigest: String {
    var digest = SHA256()
    for entry in stateDict() {
      switch entry.array.values {
      case .float32(let values): values.map(\.bitPattern.littleEndian).withUnsafeBytes { digest.update($0) }
      case .int64(let values): values.map(\.littleEndian).withUnsafeBytes { digest.update($0) }
      }
    }
    return SHA256.hexadecimal(digest.finish())
  }
}
