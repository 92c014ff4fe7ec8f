import CKernels

/// Broadcasting arithmetic.
///
/// Shapes:    any two shapes that broadcast by NumPy's rule → the broadcast shape
/// Gradient:  with respect to both operands; any order
extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    binary(LK_ADD, a, b).recorded(from: [a, b]) { g in
      [a.needsGradient ? g.summed(to: a.shape) : nil, b.needsGradient ? g.summed(to: b.shape) : nil]
    }
  }

  public static func - (a: Tensor, b: Tensor) -> Tensor {
    binary(LK_SUB, a, b).recorded(from: [a, b]) { g in
      [a.needsGradient ? g.summed(to: a.shape) : nil, b.needsGradient ? (-g).summed(to: b.shape) : nil]
    }
  }

  public static func * (a: Tensor, b: Tensor) -> Tensor {
    binary(LK_MUL, a, b).recorded(from: [a, b]) { g in
      [a.needsGradient ? (g * b).summed(to: a.shape) : nil, b.needsGradient ? (g * a).summed(to: b.shape) : nil]
    }
  }

  public static func / (a: Tensor, b: Tensor) -> Tensor {
    binary(LK_DIV, a, b).recorded(from: [a, b]) { g in
      [
        a.needsGradient ? (g / b).summed(to: a.shape) : nil,
        b.needsGradient ? (-(g * a) / b.squared()).summed(to: b.shape) : nil,
      ]
    }
  }

  public static func + (a: Tensor, b: Double) -> Tensor { a.affine(1, b) }
  public static func - (a: Tensor, b: Double) -> Tensor { a.affine(1, -b) }
  public static func * (a: Tensor, b: Double) -> Tensor { a.affine(b, 0) }
  public static func / (a: Tensor, b: Double) -> Tensor { a.affine(1 / b, 0) }
  public static func + (a: Double, b: Tensor) -> Tensor { b.affine(1, a) }
  public static func - (a: Double, b: Tensor) -> Tensor { b.affine(-1, a) }
  public static func * (a: Double, b: Tensor) -> Tensor { b.affine(a, 0) }
  public static func / (a: Double, b: Tensor) -> Tensor { b.reciprocal() * a }
  public static prefix func - (a: Tensor) -> Tensor { a.affine(-1, 0) }

  /// scale·x + offset.
  func affine(_ scale: Double, _ offset: Double) -> Tensor {
    unary(LK_AFFINE, scale, offset).recorded(from: [self]) { g in [g.affine(scale, 0)] }
  }

  /// This where `reference` > 0, else 0. Linear in this tensor; the reference is a constant.
  func wherePositive(_ reference: Tensor) -> Tensor {
    Tensor.binary(LK_WHERE_POSITIVE, self, reference).recorded(from: [self]) { [$0.wherePositive(reference)] }
  }

  /// This times the sign of `reference`. Linear in this tensor; the reference is a constant.
  func timesSign(_ reference: Tensor) -> Tensor {
    Tensor.binary(LK_TIMES_SIGN, self, reference).recorded(from: [self]) { [$0.timesSign(reference)] }
  }

  private static func binary(_ operation: lk_binary, _ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.dtype == b.dtype, "\(a.dtype) with \(b.dtype)")
    let shape = a.shape == b.shape ? a.shape : Shape.broadcast(a.shape, b.shape)
    let result = Tensor(uninitialized: shape, dtype: a.dtype)
    let merged =
      a.shape == b.shape
      ? ([Int64(shape.count)], [[1], [1]])
      : mergedAxes(shape.dimensions, [a.shape.strides(broadcastTo: shape), b.shape.strides(broadcastTo: shape)])
    a.kernels.binary(
      Int32(operation.rawValue), Int32(merged.0.count), merged.0, a.pointer, merged.1[0], b.pointer, merged.1[1],
      result.pointer)
    return result
  }
}
