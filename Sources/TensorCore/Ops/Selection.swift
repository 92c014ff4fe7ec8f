import CKernels

/// What follows from the order of many values. Gradient: none. Float32 only.
extension Tensor {
  /// The k-th largest element, k counted from 1.
  ///
  /// Shapes:    any, with at least k elements
  public func kthLargest(_ k: Int) -> Float {
    precondition(k >= 1 && k <= count, "the \(k)-th largest of \(count) elements")
    return withFloats { lk_kth_largest($0.baseAddress!, Int64(count), Int64(k)) }
  }

  /// 1 at the `keep` largest elements of some tensors taken together, 0 elsewhere; among equals the first ones.
  ///
  /// Shapes:    any → the same
  public static func masks(ofLargest keep: Int, in tensors: [Tensor]) -> [Tensor] {
    guard !tensors.isEmpty else { return [] }
    let flat = flattened(tensors), mask = Tensor.zeros(flat.shape)
    flat.withFloats { values in
      mask.withMutableFloats { lk_largest_mask(values.baseAddress!, Int64(flat.count), Int64(keep), $0.baseAddress!) }
    }
    var start = 0
    return tensors.map { tensor in
      defer { start += tensor.count }
      return mask.sliced([start..<start + tensor.count]).reshaped(tensor.shape)
    }
  }

  /// 1 at each row's label, 0 elsewhere. Shapes: N labels in 0 ..< classCount → [N, classCount]
  public static func oneHot(_ labels: [Int32], classCount: Int) -> Tensor {
    precondition(labels.allSatisfy { $0 >= 0 && $0 < classCount }, "a label outside 0..<\(classCount)")
    return ones([labels.count]).scattered(
      IndexStorage(labels), segments: labels.count, result: [labels.count, classCount])
  }

  /// All elements of some tensors, one after another.
  ///
  /// Shapes:    any → [Σ counts]
  public static func flattened(_ tensors: [Tensor]) -> Tensor {
    concatenated(tensors.map { $0.reshaped([$0.count]) }, axis: 0)
  }

  /// self ← source where mask ≤ 0, bit for bit
  public func updateRestore(from source: Tensor, outside mask: Tensor) {
    precondition(source.shape == shape && mask.shape == shape, "restoring \(shape) from \(source.shape), \(mask.shape)")
    mask.withFloats { mask in
      source.withFloats { source in
        withMutableFloats { lk_restore(mask.baseAddress!, source.baseAddress!, $0.baseAddress!, Int64(count)) }
      }
    }
  }

  /// self ← self moved towards `centre` by `threshold`, and onto it from nearer: the proximal map of threshold·‖x − c‖₁.
  public func updateShrink(toward centre: Tensor, threshold: Float) {
    precondition(centre.shape == shape && threshold >= 0, "shrinking \(shape) towards \(centre.shape) by \(threshold)")
    centre.withFloats { centre in
      withMutableFloats { lk_shrink(centre.baseAddress!, $0.baseAddress!, Int64(count), threshold) }
    }
  }
}
