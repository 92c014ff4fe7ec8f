/// The Gram matrix of the columns, Σᵢ (xᵢ − s)(xᵢ − s)ᵀ.
///
/// Two passes when centring (mean first, then the products of what is left): the textbook Σxxᵀ − n·μμᵀ loses the
/// variance of features that have contracted around a large mean, which is the case this project looks at.
///
/// Shapes: samples [n, d], shift [d] → [d, d], symmetric
/// Error:  accumulates in Double; single-precision samples are widened exactly
public func gram(_ samples: SampleMatrix, subtracting shift: [Double]? = nil) -> Matrix {
  ColumnProducts.sums(samples, nil, shifts: shift.map { ($0, []) }, wanting: (true, false, false)).xx
}

/// The cross product of two sets of columns over the same samples, Σᵢ (xᵢ − s)(yᵢ − t)ᵀ.
///
/// Shapes: x [n, d], y [n, k], shifts [d] and [k] → [d, k]
/// Error:  accumulates in Double
public func crossProduct(
  _ x: SampleMatrix, _ y: SampleMatrix, subtracting shifts: (x: [Double], y: [Double])? = nil
) -> Matrix {
  ColumnProducts.sums(x, y, shifts: shifts, wanting: (false, true, false)).xy
}
