import CKernels

/// Shape changes, copies and gathers. Gradient: any order.
extension Tensor {
  /// The same elements in row-major order under another shape; shares storage.
  public func reshaped(_ target: Shape) -> Tensor {
    precondition(target.count == count, "cannot reshape \(shape) to \(target)")
    guard target != shape else { return self }
    let original = shape
    return Tensor(storage: storage, shape: target, dtype: dtype).recorded(from: [self]) { [$0.reshaped(original)] }
  }

  /// Axis i of the result is axis `axes[i]` of this tensor.
  public func transposed(_ axes: [Int]) -> Tensor {
    precondition(axes.sorted() == Array(0..<shape.rank), "\(axes) is not a permutation of the axes of \(shape)")
    let target = Shape(axes.map { shape[$0] }), strides = shape.strides
    let result = Tensor(uninitialized: target, dtype: dtype)
    copyBox(
      target.dimensions, from: 0, strides: axes.map { strides[$0] }, into: result, at: 0, targetStrides: target.strides)
    var inverse = axes
    for (position, axis) in axes.enumerated() { inverse[axis] = position }
    let back = inverse
    return result.recorded(from: [self]) { [$0.transposed(back)] }
  }

  /// Zeros around: `amounts[axis]` = (before, after).
  public func padded(_ amounts: [(Int, Int)]) -> Tensor {
    precondition(amounts.count == shape.rank, "\(amounts.count) paddings for shape \(shape)")
    let target = Shape(zip(shape.dimensions, amounts).map { $0 + $1.0 + $1.1 })
    let result = Tensor.zeros(target, dtype: dtype), strides = target.strides
    copyBox(
      shape.dimensions, from: 0, strides: shape.strides, into: result,
      at: zip(amounts, strides).reduce(0) { $0 + $1.0.0 * $1.1 }, targetStrides: strides)
    let ranges = zip(shape.dimensions, amounts).map { $1.0..<($1.0 + $0) }
    return result.recorded(from: [self]) { [$0.sliced(ranges)] }
  }

  /// The sub-box `ranges`, one range an axis.
  public func sliced(_ ranges: [Range<Int>]) -> Tensor {
    precondition(
      ranges.count == shape.rank
        && zip(ranges, shape.dimensions).allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= $1 },
      "slice \(ranges) of shape \(shape)")
    let target = Shape(ranges.map(\.count)), strides = shape.strides
    let result = Tensor(uninitialized: target, dtype: dtype)
    copyBox(
      target.dimensions, from: zip(ranges, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }, strides: strides,
      into: result, at: 0, targetStrides: target.strides)
    let amounts = zip(ranges, shape.dimensions).map { ($0.lowerBound, $1 - $0.upperBound) }
    return result.recorded(from: [self]) { [$0.padded(amounts)] }
  }

  /// Joins tensors that agree on every other axis.
  public static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
    precondition(!tensors.isEmpty, "concatenation of no tensors")
    let axis = tensors[0].shape.normalized(axis: axis)
    var extents = tensors[0].shape.dimensions
    extents[axis] = tensors.reduce(0) { $0 + $1.shape[axis] }
    let target = Shape(extents), result = Tensor(uninitialized: target, dtype: tensors[0].dtype)
    var ranges: [[Range<Int>]] = []
    var start = 0
    for tensor in tensors {
      var expected = extents
      expected[axis] = tensor.shape[axis]
      precondition(
        tensor.dtype == result.dtype && tensor.shape.dimensions == expected,
        "cannot concatenate \(tensors.map(\.shape)) along axis \(axis)")
      tensor.copyBox(
        expected, from: 0, strides: tensor.shape.strides, into: result, at: start * target.strides[axis],
        targetStrides: target.strides)
      var range = extents.map { 0..<$0 }
      range[axis] = start..<(start + tensor.shape[axis])
      ranges.append(range)
      start += tensor.shape[axis]
    }
    let pieces = ranges
    return result.recorded(from: tensors) { g in
      zip(tensors, pieces).map { $0.needsGradient ? g.sliced($1) : nil }
    }
  }

  /// Rows of the first axis in the order of `positions`, which may repeat. Shapes: [N, …] → [positions, …]
  public func gatherRows(_ positions: [Int32]) -> Tensor {
    let rows = shape[0], columns = rows == 0 ? 0 : count / rows
    precondition(positions.allSatisfy { $0 >= 0 && $0 < rows }, "gatherRows: a position outside 0..<\(rows)")
    let result = Tensor(uninitialized: Shape([positions.count] + shape.dimensions.dropFirst()), dtype: dtype)
    kernels.gather_rows(pointer, positions, result.pointer, Int64(positions.count), Int64(columns))
    return result.recorded(from: [self]) { [$0.scatterRows(positions, rowCount: rows)] }
  }

  /// The transpose of `gatherRows`: row i is added to row `positions[i]` of a result of `rowCount` rows.
  public func scatterRows(_ positions: [Int32], rowCount: Int) -> Tensor {
    precondition(positions.count == shape[0], "\(positions.count) positions for shape \(shape)")
    precondition(positions.allSatisfy { $0 >= 0 && $0 < rowCount }, "scatterRows: a position outside 0..<\(rowCount)")
    let result = Tensor(uninitialized: Shape([rowCount] + shape.dimensions.dropFirst()), dtype: dtype)
    let columns = shape.dimensions.dropFirst().reduce(1, *)
    kernels.scatter_rows(
      pointer, positions, result.pointer, Int64(positions.count), Int64(columns), Int64(rowCount))
    return result.recorded(from: [self]) { [$0.gatherRows(positions)] }
  }

  /// Element `labels[i]` of row i. Shapes: [N, C] → [N]
  public func picked(labels: [Int32]) -> Tensor {
    precondition(shape.rank == 2 && labels.count == shape[0], "\(labels.count) labels for shape \(shape)")
    precondition(labels.allSatisfy { $0 >= 0 && $0 < shape[1] }, "a label outside 0..<\(shape[1])")
    return gathered(IndexStorage(labels), segments: shape[0], result: [shape[0]])
  }

  /// Per segment, the elements at `indices` (positions inside the segment).
  func gathered(_ indices: IndexStorage, segments: Int, result target: Shape) -> Tensor {
    let result = Tensor(uninitialized: target, dtype: dtype), original = shape
    let divisor = Int64(max(segments, 1))
    kernels.gather(
      pointer, indices.pointer, result.pointer, Int64(segments), Int64(count) / divisor, Int64(target.count) / divisor)
    return result.recorded(from: [self]) { [$0.scattered(indices, segments: segments, result: original)] }
  }

  /// The transpose of `gathered`.
  func scattered(_ indices: IndexStorage, segments: Int, result target: Shape) -> Tensor {
    let result = Tensor(uninitialized: target, dtype: dtype), original = shape
    let divisor = Int64(max(segments, 1))
    kernels.scatter(
      pointer, indices.pointer, result.pointer, Int64(segments), Int64(target.count) / divisor, Int64(count) / divisor)
    return result.recorded(from: [self]) { [$0.gathered(indices, segments: segments, result: original)] }
  }
}
