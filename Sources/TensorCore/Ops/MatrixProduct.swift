/// op(a)·op(b) of two matrices.
///
/// Shapes:    op(a) [M, K], op(b) [K, N] → [M, N]
/// Gradient:  with respect to both; any order (the three transposed forms are closed under differentiation)
public func matmul(_ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false) -> Tensor {
  precondition(a.shape.rank == 2 && b.shape.rank == 2 && a.dtype == b.dtype, "matmul of \(a.shape) and \(b.shape)")
  let m = a.shape[transposeA ? 1 : 0], k = a.shape[transposeA ? 0 : 1]
  let inner = b.shape[transposeB ? 1 : 0], n = b.shape[transposeB ? 0 : 1]
  precondition(
    k == inner, "matmul: inner extents of \(a.shape)\(transposeA ? "ᵀ" : "") and \(b.shape)\(transposeB ? "ᵀ" : "")")
  let result = Tensor(uninitialized: [m, n], dtype: a.dtype)
  a.kernels.gemm(
    transposeA ? 1 : 0, transposeB ? 1 : 0, Int64(m), Int64(n), Int64(k), a.pointer, b.pointer, result.pointer)
  return result.recorded(from: [a, b]) { g in
    var toA: Tensor?
    var toB: Tensor?
    if a.needsGradient {
      toA =
        transposeA
        ? matmul(b, g, transposeA: transposeB, transposeB: true) : matmul(g, b, transposeB: !transposeB)
    }
    if b.needsGradient {
      toB =
        transposeB
        ? matmul(g, a, transposeA: true, transposeB: transposeA) : matmul(a, g, transposeA: !transposeA)
    }
    return [toA, toB]
  }
}

/// Σ a² and Σ a·b over all elements in one pass, accumulated in Double. Gradient: none.
///
/// Shapes:    two of the same shape
public func squareAndDot(_ a: Tensor, _ b: Tensor) -> (square: Double, dot: Double) {
  precondition(a.shape == b.shape && a.dtype == b.dtype, "dot of \(a.shape) and \(b.shape)")
  var square = 0.0, product = 0.0
  a.kernels.norm_dot(a.pointer, b.pointer, Int64(a.count), &square, &product)
  return (square, product)
}

/// x·a + y·b in one pass. Gradient: none.
///
/// Shapes:    two of the same shape → the same
public func combined(_ x: Tensor, times a: Double, plus y: Tensor, times b: Double) -> Tensor {
  precondition(x.shape == y.shape && x.dtype == y.dtype, "combination of \(x.shape) and \(y.shape)")
  let result = Tensor(uninitialized: x.shape, dtype: x.dtype)
  x.kernels.combine(x.pointer, y.pointer, result.pointer, Int64(x.count), a, b)
  return result
}

/// Σ a·b over all elements, accumulated in Double.
///
/// Shapes:    two of the same shape → []
/// Gradient:  with respect to both; any order
public func dot(_ a: Tensor, _ b: Tensor) -> Tensor {
  precondition(a.shape == b.shape && a.dtype == b.dtype, "dot of \(a.shape) and \(b.shape)")
  return Tensor(scalar: a.kernels.dot(a.pointer, b.pointer, Int64(a.count)), dtype: a.dtype)
    .recorded(from: [a, b]) { g in [a.needsGradient ? g * b : nil, b.needsGradient ? g * a : nil] }
}
