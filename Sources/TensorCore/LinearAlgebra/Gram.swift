import CLAPACK

/// The Gram matrix of the columns, Σᵢ (xᵢ − s)(xᵢ − s)ᵀ.
///
/// Two passes when centring (mean first, then the products of what is left): the textbook Σxxᵀ − n·μμᵀ loses the
/// variance of features that have contracted around a large mean, which is the case this project looks at.
///
/// Shapes: samples [n, d], shift [d] → [d, d], symmetric
/// Error:  accumulates in Double; single-precision samples are widened exactly
public func gram(_ samples: SampleMatrix, subtracting shift: [Double]? = nil) -> Matrix {
  let d = samples.columns
  var result = Matrix(rows: d, columns: d)
  guard d > 0 else { return result }
  result.values.withUnsafeMutableBufferPointer { values in
    samples.forEachBlock(subtracting: shift) { block, range in
      cblas_dsyrk(
        LetheRowMajor, LetheUpper, LetheTranspose, d.int32, range.count.int32, 1, block, d.int32, 1,
        values.baseAddress!, d.int32)
    }
    for r in 0..<d {
      for c in 0..<r { values[r * d + c] = values[c * d + r] }
    }
  }
  return result
}

/// The cross product of two sets of columns over the same samples, Σᵢ (xᵢ − s)(yᵢ − t)ᵀ.
///
/// Shapes: x [n, d], y [n, k], shifts [d] and [k] → [d, k]
/// Error:  accumulates in Double
public func crossProduct(
  _ x: SampleMatrix, _ y: SampleMatrix, subtracting shifts: (x: [Double], y: [Double])? = nil
) -> Matrix {
  precondition(x.rows == y.rows, "a cross product of \(x.rows) and \(y.rows) samples")
  let (d, k) = (x.columns, y.columns)
  var result = Matrix(rows: d, columns: k)
  guard d > 0, k > 0, x.rows > 0 else { return result }
  let capacity = min(y.rows, SampleMatrix.blockRows)
  let ones = [Double](repeating: 1, count: capacity)
  result.values.withUnsafeMutableBufferPointer { values in
    withUnsafeTemporaryAllocation(of: Double.self, capacity: capacity * k) { buffer in
      let other = buffer.baseAddress!
      x.forEachBlock(subtracting: shifts?.x) { block, range in
        y.widen(range, into: other, stride: k)
        if let shift = shifts?.y {
          cblas_dger(LetheRowMajor, range.count.int32, k.int32, -1, ones, 1, shift, 1, other, k.int32)
        }
        cblas_dgemm(
          LetheRowMajor, LetheTranspose, LetheNoTranspose, d.int32, k.int32, range.count.int32, 1, block, d.int32,
          other, k.int32, 1, values.baseAddress!, k.int32)
      }
    }
  }
  return result
}
