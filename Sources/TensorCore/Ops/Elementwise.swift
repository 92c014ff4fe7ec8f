import CKernels

/// Functions of one element.
///
/// Shapes:    any → the same
/// Gradient:  any order; at a kink (0 for `relu` and `absolute`) the derivative 0 is taken, as PyTorch does
extension Tensor {
  public func exp() -> Tensor {
    let y = unary(LK_EXP)
    return y.recorded(from: [self]) { g in [g * self.exp()] }
  }

  public func log() -> Tensor { unary(LK_LOG).recorded(from: [self]) { g in [g / self] } }

  public func squareRoot() -> Tensor {
    unary(LK_SQRT).recorded(from: [self]) { g in [g * 0.5 / self.squareRoot()] }
  }

  public func reciprocal() -> Tensor {
    unary(LK_RECIPROCAL).recorded(from: [self]) { g in [-(g * self.reciprocal().squared())] }
  }

  public func squared() -> Tensor { unary(LK_SQUARE).recorded(from: [self]) { g in [g * self * 2] } }

  public func tanh() -> Tensor {
    unary(LK_TANH).recorded(from: [self]) { g in [g * (1 - self.tanh().squared())] }
  }

  /// max(x, 0); NaN stays NaN.
  public func relu() -> Tensor {
    let y = unary(LK_RELU)
    return y.recorded(from: [self]) { g in [g.wherePositive(y)] }
  }

  public func absolute() -> Tensor {
    let x = detached()
    return unary(LK_ABS).recorded(from: [self]) { g in [g.timesSign(x)] }
  }

  /// −1, 0 or 1. Gradient: none.
  public func sign() -> Tensor { unary(LK_SIGN) }

  /// The nearest integer, halves to even. Gradient: none.
  public func rounded() -> Tensor { unary(LK_ROUND) }

  /// min(max(x, lower), upper); the gradient is 0 outside the range.
  public func clamped(to range: ClosedRange<Double>) -> Tensor {
    let inside = unary(LK_INSIDE, range.lowerBound, range.upperBound)
    return unary(LK_CLAMP, range.lowerBound, range.upperBound).recorded(from: [self]) { g in [g * inside] }
  }

  /// 1/x, and 0 where x = 0. Gradient: as `reciprocal`, 0 where x = 0; any order.
  func safeReciprocal() -> Tensor {
    unary(LK_SAFE_RECIPROCAL).recorded(from: [self]) { g in [-(g * self.safeReciprocal().squared())] }
  }

  /// √x with gradient 0 at x = 0, where the derivative does not exist.
  func safeSquareRoot() -> Tensor {
    unary(LK_SQRT).recorded(from: [self]) { g in [g * 0.5 * self.safeSquareRoot().safeReciprocal()] }
  }

  func unary(_ operation: lk_unary, _ a: Double = 0, _ b: Double = 0) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    kernels.unary(Int32(operation.rawValue), pointer, result.pointer, Int64(count), a, b)
    return result
  }
}
