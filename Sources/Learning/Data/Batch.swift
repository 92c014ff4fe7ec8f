import TensorCore

/// Some samples, ready for a network.
public struct Batch {
  /// [N, H, W, C] in [0, 1].
  public let images: Tensor
  public let labels: [Int32]
  /// Where the samples come from.
  public let split: ImageSplit
  /// Positions in the split.
  public let positions: [Int]
  /// Rows of the subset the batch was taken from.
  public let rows: [Int]

  public var count: Int { labels.count }
}

extension Subset {
  /// The samples of some rows.
  ///
  /// Shapes:    → images [rows, H, W, C]
  /// Range:     images in [0, 1]
  /// Random:    the augmentation of a sample draws from `random`'s child of its position in the split; order and
  ///            batching cannot change it. None without augmentation.
  public func batch(
    rows: some Sequence<Int>, augmentation: Augmentation = .none, random: RandomStream? = nil
  ) -> Batch {
    let rows = Array(rows)
    let chosen = rows.map { positions[$0] }
    let draws = augmentation.draws(positions: chosen, random: random)
    let images = split.pixels.withUnsafeBufferPointer { pixels in
      Tensor.imageBatch(
        pixels: pixels, channels: split.shape.channels, height: split.shape.height, width: split.shape.width,
        positions: chosen, offsetsY: draws?.offsetsY, offsetsX: draws?.offsetsX, flips: draws?.flips)
    }
    return Batch(images: images, labels: rows.map { labels[$0] }, split: split, positions: chosen, rows: rows)
  }

  /// All samples as one batch, without augmentation.
  public func wholeBatch() -> Batch { batch(rows: 0..<count) }

  /// The rows of each batch of one epoch: all rows once, shuffled, cut into pieces of `size`; the last may be smaller.
  ///
  /// Random:    the stream passed in; rows in order without one
  public func batchRows(size: Int, shuffledBy random: RandomStream?) -> [[Int]] {
    precondition(size > 0, "batch size \(size)")
    var order = Array(0..<count)
    if var random { order = random.permutation(count) }
    return stride(from: 0, to: count, by: size).map { Array(order[$0..<min($0 + size, count)]) }
  }
}
