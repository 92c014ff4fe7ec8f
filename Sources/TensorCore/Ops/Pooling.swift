import CKernels

/// Pooling over windows of size×size without padding; incomplete windows at the border are dropped.
///
/// Shapes:    [N, H, W, C] → [N, (H − size)/stride + 1, (W − size)/stride + 1, C]
/// Gradient:  any order
extension Tensor {
  /// The largest of each window; among equals the first in row-major order, which alone receives the gradient.
  public func maxPooled(size: Int, stride: Int) -> Tensor {
    let pool = MaxPooling(of: shape, size: size, stride: stride), s = sizes
    let values = Tensor(uninitialized: pool.shape, dtype: dtype)
    pool.withKernel { kernels.max_pool(pointer, $0, values.pointer, s.n, s.h, s.w, s.c) }
    return values.recorded(from: [self]) { [$0.maxUnpooled(pool)] }
  }

  /// The transpose of picking the winners of a pooling that has run.
  func maxUnpooled(_ pool: MaxPooling) -> Tensor {
    let result = Tensor(uninitialized: pool.maps, dtype: dtype), s = result.sizes
    pool.withKernel { kernels.max_unpool(pointer, $0, result.pointer, s.n, s.h, s.w, s.c) }
    return result.recorded(from: [self]) { [$0.gathered(pool.winners, segments: pool.maps[0], result: pool.shape)] }
  }

  /// The mean of each window.
  public func averagePooled(size: Int, stride: Int) -> Tensor {
    let target = shape.pooled(size: size, stride: stride), original = shape, s = sizes
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

  private var sizes: (n: Int64, h: Int64, w: Int64, c: Int64) {
    (Int64(shape[0]), Int64(shape[1]), Int64(shape[2]), Int64(shape[3]))
  }
}

/// Sizes and winners of one max pooling.
struct MaxPooling {
  let maps: Shape
  /// What is left of them.
  let shape: Shape
  /// Positions inside an image's maps, as `shape`.
  let winners: IndexStorage
  private let size, stride: Int

  init(of maps: Shape, size: Int, stride: Int) {
    self.maps = maps
    self.size = size
    self.stride = stride
    shape = maps.pooled(size: size, stride: stride)
    winners = IndexStorage(count: shape.count)
  }

  /// Lends the kernels' form; the maxima are those of ReLU(x + bias).
  func withKernel<R>(bias: Tensor? = nil, relu: Bool = false, _ body: (UnsafePointer<lk_pool>) -> R) -> R {
    var pool = lk_pool(
      size: Int64(size), stride: Int64(stride), p: Int64(shape[1]), q: Int64(shape[2]), bias: bias?.pointer,
      relu: relu ? 1 : 0, index: winners.pointer)
    return withExtendedLifetime((winners, bias)) { withUnsafePointer(to: &pool, body) }
  }
}

extension Shape {
  fileprivate func pooled(size: Int, stride: Int) -> Shape {
    precondition(
      rank == 4 && size >= 1 && stride >= 1 && self[1] >= size && self[2] >= size,
      "pooling \(self) by windows of \(size), stride \(stride)")
    return [self[0], (self[1] - size) / stride + 1, (self[2] - size) / stride + 1, self[3]]
  }
}
