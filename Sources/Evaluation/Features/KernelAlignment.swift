import TensorCore

/// Linear centered kernel alignment of two representations of the same samples, biased (d × d) form.
///
/// |XᵀY|² / (|XᵀX|·|YᵀY|) on centred features. A representation at one point has no direction to align: the value is
/// then 0/0 and reported as undefined.
///
/// Shapes: x [N, d], y [N, e]
/// Range:  [0, 1]; undefined (zero variance) where a side varies by no more than its rounding
/// Error:  relative, below 1e-7 for single-precision features, 2e-6 where a few values dominate their column, 1e-12 for
///         double (docs/numerics.md)
/// Source: Kornblith et al., "Similarity of neural network representations revisited", 2019, section 3
public func linearCKA(_ x: SampleMatrix, _ y: SampleMatrix) -> MetricValue {
  switch CentredPair.make(x, y) {
  case .failure(let reason): return .undefined(reason.text)
  case .success(let pair):
    return MetricValue(pair.squaredXY / (pair.squaredXX.squareRoot() * pair.squaredYY.squareRoot()))
  }
}

/// Linear centered kernel alignment from the unbiased estimator of HSIC.
///
/// Free of the bias that makes unrelated features of few samples look alike. Computed from d × d products: with
/// centred features, the kernels' zeroed diagonals enter through the squared row lengths alone.
///
/// Shapes: x [N, d], y [N, e], N ≥ 4
/// Range:  about [−1, 1], 0 for independent features; undefined (zero variance) as `linearCKA`
/// Error:  as `linearCKA`, relative to 1
/// Source: Song et al., "Feature selection via dependence maximization", 2012, equation (5); Nguyen et al. 2021
public func debiasedCKA(_ x: SampleMatrix, _ y: SampleMatrix) -> MetricValue {
  switch CentredPair.make(x, y) {
  case .failure(let reason): return .undefined(reason.text)
  case .success(let pair):
    guard x.rows >= 4 else { return .undefined("fewer than four samples") }
    let normsX = x.squaredRowNorms(subtracting: pair.products.xMoments.means)
    let normsY = y.squaredRowNorms(subtracting: pair.products.yMoments.means)
    let xy = unbiased(pair.squaredXY, normsX, normsY)
    let xx = unbiased(pair.squaredXX, normsX, normsX)
    let yy = unbiased(pair.squaredYY, normsY, normsY)
    guard xx > 0, yy > 0 else { return .undefined("a self-similarity estimate is not positive") }
    return MetricValue(xy / (xx.squareRoot() * yy.squareRoot()))
  }
}

/// n(n−3)·HSIC₁ up to the common factor; `trace` is the trace of the product of the full centred kernels, whose diagonals
/// are `a` and `b`.
private func unbiased(_ trace: Double, _ a: [Double], _ b: [Double]) -> Double {
  let n = Double(a.count)
  let diagonal = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  let sums = a.reduce(0, +) * b.reduce(0, +)
  return trace - diagonal + sums / ((n - 1) * (n - 2)) - 2 * diagonal / (n - 2)
}

/// The products of two centred representations, and their squared norms.
private struct CentredPair {
  struct Reason: Error { let text: String }

  let products: ColumnProducts
  let squaredXX: Double
  let squaredXY: Double
  let squaredYY: Double

  static func make(_ x: SampleMatrix, _ y: SampleMatrix) -> Result<CentredPair, Reason> {
    precondition(x.rows == y.rows, "an alignment of \(x.rows) and \(y.rows) samples")
    guard x.rows > 0 else { return .failure(Reason(text: "no samples")) }
    // Features in single precision gain nothing from products in double: these are measured, not solved with.
    let single = x.dtype == .float32 && y.dtype == .float32
    let products = ColumnProducts(centring: x, y, precision: single ? .blockwiseSingle : .double)
    guard products.xMoments.total.isFinite, products.yMoments.total.isFinite else {
      return .failure(Reason(text: "not a finite number"))
    }
    guard varies(products.xMoments, x), varies(products.yMoments, y) else {
      return .failure(Reason(text: "zero variance"))
    }
    return .success(
      CentredPair(
        products: products, squaredXX: products.xx.squaredFrobeniusNorm, squaredXY: products.xy.squaredFrobeniusNorm,
        squaredYY: products.yy.squaredFrobeniusNorm))
  }

  /// Whether the squared distances from the mean exceed what rounding of the samples can explain.
  private static func varies(_ moments: ColumnMoments, _ samples: SampleMatrix) -> Bool {
    let raw = moments.total + Double(samples.rows) * moments.means.reduce(0) { $0 + $1 * $1 }
    return moments.total > raw * samples.unitRoundoff * samples.unitRoundoff
  }
}
