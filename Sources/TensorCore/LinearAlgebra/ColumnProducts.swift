import CKernels

/// In which precision the products of two samples' values are formed.
public enum ProductPrecision: Sendable {
  /// Everything in Double. For what is solved or inverted: a Gram matrix squares the condition number.
  case double
  /// In single precision inside blocks of at most 192 samples, in Double from there on; twice as fast. For what is only
  /// measured, as alignment is (docs/numerics.md has what it errs by).
  case blockwiseSingle
}

/// Sums over samples of the products of their centred values: what alignment is made of.
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
  /// In one pass over many samples in single precision, around what a few of them say the means are, and in a pass more
  /// where those were too far off.
  ///
  /// Shapes: x [n, d], y [n, k]
  /// Error:  as `precision` says
  public init(centring x: SampleMatrix, _ y: SampleMatrix, precision: ProductPrecision = .double) {
    if precision == .blockwiseSingle,
      let near = Self(centring: x, y, from: SampleOrigin(some: x), SampleOrigin(some: y))
    {
      self = near
      return
    }
    (xMoments, yMoments) = (x.columnMoments(), y.columnMoments())
    let (x0, y0) = (SampleOrigin(xMoments, of: x), SampleOrigin(yMoments, of: y))
    (xx, xy, yy, _) = Self.sums(
      x, y, shifts: (x0.shift, y0.shift), precision: precision, scales: (x0.scale, y0.scale))
  }

  /// The products in single precision with values taken from two origins; nil where there are none or they do not serve.
  private init?(centring x: SampleMatrix, _ y: SampleMatrix, from x0: SampleOrigin?, _ y0: SampleOrigin?) {
    guard let x0, let y0 else { return nil }
    let found = Self.sums(
      x, y, shifts: (x0.shift, y0.shift), precision: .blockwiseSingle, scales: (x0.scale, y0.scale), centring: true)
    (xx, xy, yy) = (found.xx, found.xy, found.yy)
    xMoments = ColumnMoments(means: Array(found.means.prefix(x.columns)), squares: xx.diagonal)
    yMoments = ColumnMoments(means: Array(found.means.suffix(y.columns)), squares: yy.diagonal)
    guard x0.serves(xMoments, of: x), y0.serves(yMoments, of: y) else { return nil }
  }

  /// The sums that are wanted; the others come back empty. `centring`: of what differs from the columns' means, which come
  /// back, [d + k], whatever the shifts.
  static func sums(
    _ x: SampleMatrix, _ y: SampleMatrix?, shifts: (x: [Double], y: [Double])?,
    wanting wanted: (xx: Bool, xy: Bool, yy: Bool) = (true, true, true), precision: ProductPrecision = .double,
    scales: (x: Double, y: Double) = (1, 1), centring: Bool = false
  ) -> (xx: Matrix, xy: Matrix, yy: Matrix, means: [Double]) {
    precondition(y == nil || x.rows == y?.rows, "products of \(x.rows) and \(y?.rows ?? 0) samples")
    let (d, k) = (x.columns, y?.columns ?? 0)
    var xx = Matrix(rows: wanted.xx ? d : 0, columns: wanted.xx ? d : 0)
    var xy = Matrix(rows: wanted.xy ? d : 0, columns: wanted.xy ? k : 0)
    var yy = Matrix(rows: wanted.yy ? k : 0, columns: wanted.yy ? k : 0)
    var means = [Double](repeating: 0, count: centring ? d + k : 0)
    guard x.rows > 0 else { return (xx, xy, yy, means) }
    // What has no columns takes no part.
    guard d > 0 else {
      if let y, k > 0, wanted.yy {
        (yy, _, _, means) = sums(
          y, nil, shifts: shifts.map { ($0.y, []) }, wanting: (true, false, false), precision: precision,
          scales: (scales.y, 1), centring: centring)
      }
      return (xx, xy, yy, means)
    }
    let dtype = (precision == .double ? DType.float64 : .float32).code
    xx.withElementsIfAny { xx in
      xy.withElementsIfAny { xy in
        yy.withElementsIfAny { yy in
          means.withElementsIfAny { means in
            x.withKernelSamples(subtracting: shifts?.x, scale: scales.x) { x0 in
              guard let y, k > 0 else {
                return SampleMatrix.kernels.column_products(x0, nil, Int64(x.rows), dtype, xx, nil, nil, means)
              }
              y.withKernelSamples(subtracting: shifts?.y, scale: scales.y) {
                SampleMatrix.kernels.column_products(x0, $0, Int64(x.rows), dtype, xx, xy, yy, means)
              }
            }
          }
        }
      }
    }
    return (xx, xy, yy, means)
  }
}

extension Matrix {
  /// Lends the elements for writing; nil where there are none.
  fileprivate mutating func withElementsIfAny(_ body: (UnsafeMutablePointer<Double>?) -> Void) {
    values.withElementsIfAny(body)
  }

  /// Elements (i, i); [rows], of a square matrix.
  fileprivate var diagonal: [Double] { (0..<rows).map { self[$0, $0] } }
}

extension [Double] {
  fileprivate mutating func withElementsIfAny(_ body: (UnsafeMutablePointer<Double>?) -> Void) {
    withUnsafeMutableBufferPointer { body($0.isEmpty ? nil : $0.baseAddress) }
  }
}
