import CKernels

/// Sums and means, accumulated in Double. Gradient: any order.
extension Tensor {
  /// Σ over all elements → [].
  public func sum() -> Tensor { sum(axes: Array(0..<shape.rank)) }

  /// Mean over all elements → [].
  public func mean() -> Tensor { sum() / Double(count) }

  /// Σ over `axes`, which vanish or stay with extent 1.
  public func sum(axes: [Int], keepingDimensions: Bool = false) -> Tensor {
    let reduced = Set(axes.map(shape.normalized(axis:)))
    let kept = Shape(shape.dimensions.enumerated().map { reduced.contains($0.offset) ? 1 : $0.element })
    let final =
      keepingDimensions
      ? kept : Shape(shape.dimensions.enumerated().filter { !reduced.contains($0.offset) }.map(\.element))
    let original = shape
    return sumKernel(reduced, result: final).recorded(from: [self]) { g in
      [g.reshaped(kept).broadcast(to: original)]
    }
  }

  public func mean(axes: [Int], keepingDimensions: Bool = false) -> Tensor {
    let total = sum(axes: axes, keepingDimensions: keepingDimensions)
    return total * (Double(max(total.count, 1)) / Double(max(count, 1)))
  }

  /// The transpose of broadcasting: sums the axes that `target` would stretch to this shape.
  public func summed(to target: Shape) -> Tensor {
    guard target != shape else { return self }
    let missing = shape.rank - target.rank
    let axes = (0..<shape.rank).filter { $0 < missing || (target[$0 - missing] == 1 && shape[$0] != 1) }
    return sum(axes: axes, keepingDimensions: true).reshaped(target)
  }

  /// Stretches to `target` by NumPy's rule.
  public func broadcast(to target: Shape) -> Tensor {
    guard target != shape else { return self }
    let result = Tensor(uninitialized: target, dtype: dtype)
    copyBox(
      target.dimensions, from: 0, strides: shape.strides(broadcastTo: target), into: result, at: 0,
      targetStrides: target.strides)
    let original = shape
    return result.recorded(from: [self]) { [$0.summed(to: original)] }
  }

  /// Largest element along `axis`. Gradient: none.
  public func maximum(axis: Int, keepingDimensions: Bool = false) -> Tensor {
    let axis = shape.normalized(axis: axis)
    var extents = shape.dimensions
    precondition(extents[axis] > 0, "maximum along an empty axis of \(shape)")
    if keepingDimensions { extents[axis] = 1 } else { extents.remove(at: axis) }
    let result = Tensor(uninitialized: Shape(extents), dtype: dtype)
    let view = blocks(axis..<(axis + 1))
    kernels.max(pointer, result.pointer, view.outer, view.middle, view.inner)
    return result
  }

  /// Position of the largest element of every row; the first among equals. Shapes: [N, C] → N integers.
  public func argmaxRows() -> [Int32] {
    precondition(shape.rank == 2 && shape[1] > 0, "argmaxRows of \(shape)")
    return [Int32](unsafeUninitializedCapacity: shape[0]) { buffer, filled in
      if let base = buffer.baseAddress { kernels.argmax_rows(pointer, base, Int64(shape[0]), Int64(shape[1])) }
      filled = shape[0]
    }
  }

  /// Sums one run of neighbouring axes at a time, innermost first.
  private func sumKernel(_ axes: Set<Int>, result: Shape) -> Tensor {
    var current = detached()
    var extents = shape.dimensions
    var axis = extents.count
    while axis > 0 {
      guard axes.contains(axis - 1) else {
        axis -= 1
        continue
      }
      let end = axis
      while axis > 0, axes.contains(axis - 1) { axis -= 1 }
      let view = current.blocks(axis..<end)
      for reduced in axis..<end { extents[reduced] = 1 }
      let next = Tensor(uninitialized: Shape(extents), dtype: dtype)
      kernels.sum(current.pointer, next.pointer, view.outer, view.middle, view.inner)
      current = next
    }
    return Tensor(storage: current.storage, shape: result, dtype: dtype)
  }

  /// This tensor seen as [outer, middle, inner] with `axes` in the middle.
  private func blocks(_ axes: Range<Int>) -> (outer: Int64, middle: Int64, inner: Int64) {
    (
      Int64(shape.dimensions[..<axes.lowerBound].reduce(1, *)), Int64(shape.dimensions[axes].reduce(1, *)),
      Int64(shape.dimensions[axes.upperBound...].reduce(1, *))
    )
  }
}
