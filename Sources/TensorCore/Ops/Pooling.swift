import CKernels

/// Pooling over windows of size×size without padding; incomplete windows at the border are dropped.
///
/// Shapes:    [N, H, W, C] → [N, (H − size)/stride + 1, (W − size)/stride + 1, C]
/// Gradient:  any order
extension Tensor {
  /// The largest of each window; among equals the first in row-major order, which alone receives the gradient.
  public func maxPooled(size: Int, stride: Int) -> Tensor {
    let target = pooledShape(size: size, stride: stride)
    let values = Tensor(uninitialized: target, dtype: dtype), winners = IndexStorage(count: target.count)
    let s = sizes
    kernels.max_pool(
      pointer, values.pointer, winners.pointer, s.n, s.h, s.w, s.c, Int64(size), Int64(stride), Int64(target[1]),
      Int64(target[2]))
    let original = shape
    return values.recorded(from: [self]) { [$0.scattered(winners, segments: original[0], result: original)] }
  }

  /// The mean of each window.
  public func averagePooled(size: Int, stride: Int) -> Tensor {
    let target = pooledShape(size: size, stride: stride), original = shape, s = sizes
    let result = Tensor(uninitialized: target, dtype: dtype)
    kernels.average_pool(
      pointer, result.pointer, s.n, s.h, s.w, s.c, Int64(size), Int64(stride), Int64(target[1]), Int64(target[2]))
    return result.recorded(from: [self]) { [$0.averageUnpooled(size: size, stride: stride, result: original)] }
  }

  /// The transpose of `averagePooled`.
  private func averageUnpooled(size: Int, stride: Int, result target: Shape) -> Tensor {
    let result = Tensor(uninitialized: target, dtype: dtype), s = result.sizes
    kernels.average_unpool(
      pointer, result.pointer, s.n, s.h, s.w, s.c, Int64(size), Int64(stride), Int64(shape[1]), Int64(shape[2]))
    return result.recorded(from: [self]) { [$0.averagePooled(size: size, stride: stride)] }
  }

  /// Mean over the map. Shapes: [N, H, W, C] → [N, C]
  public func globalAveragePooled() -> Tensor { mean(axes: [1, 2]) }

  private func pooledShape(size: Int, stride: Int) -> Shape {
    precondition(
      shape.rank == 4 && size >= 1 && stride >= 1 && shape[1] >= size && shape[2] >= size,
      "pooling \(shape) by windows of \(size), stride \(stride)")
    return [shape[0], (shape[1] - size) / stride + 1, (shape[2] - size) / stride + 1, shape[3]]
  }

  private var sizes: (n: Int64, h: Int64, w: Int64, c: Int64) {
    (Int64(shape[0]), Int64(shape[1]), Int64(shape[2]), Int64(shape[3]))
  }
}
