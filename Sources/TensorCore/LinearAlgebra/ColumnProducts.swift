import CKernels

/// In which precision the products of two samples' values are formed.
public enum ProductPrecision: Sendable {
  /// Everything in Double. For what is solved or inverted: a Gram matrix squares the condition number.
  case double
  /// In single precision inside blocks of at most 192 samples, in Double from there on; twice as fast. For what is only
  /// measured: of 50,000 × 512 features the norms of the products moved by less than 1e-8 of themselves.
  case blockwiseSingle
}

/// Sums over samples of the products of their centred values, in one pass: what alignment is made of.
public struct ColumnProducts: Sendable {
  /// Moments of x, which was centred at its means; [d].
  public let xMoments: ColumnMoments
  /// Moments of y; [k].
  public let yMoments: ColumnMoments
  /// Σᵢ (xᵢ − x̄)(xᵢ − x̄)ᵀ; [d, d], symmetric.
  public let xx: Matrix
  /// Σᵢ (xᵢ − x̄)(yᵢ − ȳ)ᵀ; [d, k].
  public let xy: Matrix
  /// Σᵢ (yᵢ − ȳ)(yᵢ − ȳ)ᵀ; [k, k], symmetric.
  public let yy: Matrix

  /// The products of two sets of columns over the same samples.
  ///
  /// Shapes: x [n, d], y [n, k]
  /// Error:  as `precision` says
  public init(centring x: SampleMatrix, _ y: SampleMatrix, precision: ProductPrecision = .double) {
    (xMoments, yMoments) = (x.columnMoments(), y.columnMoments())
    (xx, xy, yy) = Self.sums(
      x, y, shifts: (xMoments.means, yMoments.means), precision: precision,
      scales: (Self.scale(xMoments, x), Self.scale(yMoments, y)))
  }

  /// The power of two that brings the centred values near 1: their products then neither overflow nor vanish in single
  /// precision.
  private static func scale(_ moments: ColumnMoments, _ samples: SampleMatrix) -> Double {
    let size = (moments.total / Double(max(samples.rows * samples.columns, 1))).squareRoot()
    guard size.isNormal else { return 1 }
    return Double(sign: .plus, exponent: max(-126, min(126, -Int(size.exponent))), significand: 1)
  }

  /// The sums that are wanted; the others come back empty.
  static func sums(
    _ x: SampleMatrix, _ y: SampleMatrix?, shifts: (x: [Double], y: [Double])?,
    wanting wanted: (xx: Bool, xy: Bool, yy: Bool) = (true, true, true), precision: ProductPrecision = .double,
    scales: (x: Double, y: Double) = (1, 1)
  ) -> (xx: Matrix, xy: Matrix, yy: Matrix) {
    precondition(y == nil || x.rows == y?.rows, "products of \(x.rows) and \(y?.rows ?? 0) samples")
    let (d, k) = (x.columns, y?.columns ?? 0)
    var xx = Matrix(rows: wanted.xx ? d : 0, columns: wanted.xx ? d : 0)
    var xy = Matrix(rows: wanted.xy ? d : 0, columns: wanted.xy ? k : 0)
    var yy = Matrix(rows: wanted.yy ? k : 0, columns: wanted.yy ? k : 0)
    guard x.rows > 0 else { return (xx, xy, yy) }
    // What has no columns takes no part.
    guard d > 0 else {
      if let y, k > 0, wanted.yy {
        yy =
          sums(
            y, nil, shifts: shifts.map { ($0.y, []) }, wanting: (true, false, false), precision: precision,
            scales: (scales.y, 1)
          ).xx
      }
      return (xx, xy, yy)
    }
    let dtype = (precision == .double ? DType.float64 : .float32).code
    xx.withElementsIfAny { xx in
      xy.withElementsIfAny { xy in
        yy.withElementsIfAny { yy in
          x.withKernelSamples(subtracting: shifts?.x, scale: scales.x) { x0 in
            guard let y, k > 0 else {
              return SampleMatrix.kernels.column_products(x0, nil, Int64(x.rows), dtype, xx, nil, nil)
            }
            y.withKernelSamples(subtracting: shifts?.y, scale: scales.y) {
              SampleMatrix.kernels.column_products(x0, $0, Int64(x.rows), dtype, xx, xy, yy)
            }
          }
        }
      }
    }
    return (xx, xy, yy)
  }
}

extension Matrix {
  /// Lends the elements for writing; nil where there are none.
  fileprivate mutating func withElementsIfAny(_ body: (UnsafeMutablePointer<Double>?) -> Void) {
    values.withUnsafeMutableBufferPointer { body($0.isEmpty ? nil : $0.baseAddress) }
  }
}
