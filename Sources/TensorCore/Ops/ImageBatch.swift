import CKernels

extension Tensor {
  /// Images of a dataset as network input: uint8 NCHW to float32 NHWC in [0, 1].
  ///
  /// Shapes:    pixels [*, C, H, W] → [positions, H, W, C]
  /// `offsetsY` and `offsetsX` move the crop window of the zero-padded image, `flips` mirrors it left to right.
  public static func imageBatch(
    pixels: UnsafeBufferPointer<UInt8>, channels: Int, height: Int, width: Int, positions: [Int],
    offsetsY: [Int32]? = nil, offsetsX: [Int32]? = nil, flips: [UInt8]? = nil
  ) -> Tensor {
    let imageSize = channels * height * width
    precondition(
      positions.allSatisfy { $0 >= 0 && ($0 + 1) * imageSize <= pixels.count }, "an image position outside the dataset")
    for count in [offsetsY?.count, offsetsX?.count, flips?.count] {
      precondition(count == nil || count == positions.count, "augmentation of another batch")
    }
    let result = Tensor(uninitialized: [positions.count, height, width, channels], dtype: .float32)
    guard let base = pixels.baseAddress, !positions.isEmpty else { return result }
    withOptionalPointer(offsetsY) { y in
      withOptionalPointer(offsetsX) { x in
        withOptionalPointer(flips) { flip in
          lk_image_batch(
            base, Int64(channels), Int64(height), Int64(width), positions.map(Int64.init), Int64(positions.count), y, x,
            flip, result.pointer.assumingMemoryBound(to: Float.self))
        }
      }
    }
    return result
  }
}

private func withOptionalPointer<T>(_ values: [T]?, _ body: (UnsafePointer<T>?) -> Void) {
  if let values { values.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
}
