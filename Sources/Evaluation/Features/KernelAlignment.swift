import TensorCore

/// Linear centered kernel alignment of two representations of the same samples, biased (d × d) form.
///
/// |XᵀY|² / (|XᵀX|·|YᵀY|) on centred features. A representation at one point has no direction to align: the value is
/// then 0/0 and reported as undefined.
///
/// Shapes: x [N, d], y [N, e]
/// Range:  [0, 1]; undefined (zero variance) where a side varies by no more than its rounding
/// Source: Kornblith et al., "Similarity of neural network representations revisited", 2019, section 3
public func linearCKA(_ x: SampleMatrix, _ y: SampleMatrix) -> MetricValue {
  switch CentredPair.make(x, y) {
  case .failure(let reason): return .undefined(reason.text)
  case .success(let pair):
    return MetricValue(pair.crossSquared / (pair.gramX.frobeniusNorm * pair.gramY.frobeniusNorm))
  }
}

/// Linear centered kernel alignment from the unbiased estimator of HSIC.
///
/// Free of the bias that makes unrelated features of few samples look alike. Computed from d × d products: with
/// centred features, the kernels' zeroed diagonals enter through the squared row lengths alone.
///
/// Shapes: x [N, d], y [N, e], N ≥ 4
/// Range:  about [−1, 1], 0 for independent features; undefined (zero variance) as `linearCKA`
/// Source: Song et al., "Feature selection via dependence maximization", 2012, equation (5); Nguyen et al. 2021
public func debiasedCKA(_ x: SampleMatrix, _ y: SampleMatrix) -> MetricValue {
  switch CentredPair.make(x, y) {
  case .failure(let reason): return .undefined(reason.text)
  case .success(let pair):
    guard x.rows >= 4 else { return .undefined("fewer than four samples") }
    let xy = pair.unbiased(pair.crossSquared, pair.normsX, pair.normsY)
    let xx = pair.unbiased(pair.gramX.frobeniusNorm * pair.gramX.frobeniusNorm, pair.normsX, pair.normsX)
    let yy = pair.unbiased(pair.gramY.frobeniusNorm * pair.gramY.frobeniusNorm, pair.normsY, pair.normsY)
    guard xx > 0, yy > 0 else { return .undefined("a self-similarity estimate is not positive") }
    return MetricValue(xy / (xx * yy).squareRoot())
  }
}

/// Two centred representations and their products.
private struct CentredPair {
  struct Reason: Error { let text: String }

  let gramX: Matrix
  let gramY: Matrix
  let crossSquared: Double
  let normsX: [Double]
  let normsY: [Double]

  static func make(_ x: SampleMatrix, _ y: SampleMatrix) -> Result<CentredPair, Reason> {
    precondition(x.rows == y.rows, "an alignment of \(x.rows) and \(y.rows) samples")
    guard x.rows > 0 else { return .failure(Reason(text: "no samples")) }
    let (meanX, meanY) = (x.columnMeans(), y.columnMeans())
    let (normsX, normsY) = (x.squaredRowNorms(subtracting: meanX), y.squaredRowNorms(subtracting: meanY))
    guard (normsX + normsY).allSatisfy(\.isFinite) else { return .failure(Reason(text: "not a finite number")) }
    guard varies(normsX, x), varies(normsY, y) else { return .failure(Reason(text: "zero variance")) }
    let cross = crossProduct(x, y, subtracting: (meanX, meanY)).frobeniusNorm
    return .success(
      CentredPair(
        gramX: gram(x, subtracting: meanX), gramY: gram(y, subtracting: meanY), crossSquared: cross * cross,
        normsX: normsX, normsY: normsY))
  }

  /// Whether the squared distances from the mean exceed what rounding of the samples can explain.
  private static func varies(_ centred: [Double], _ samples: SampleMatrix) -> Bool {
    let raw = samples.squaredRowNorms().reduce(0, +)
    return centred.reduce(0, +) > raw * samples.unitRoundoff * samples.unitRoundoff
  }

  /// n(n−3)·HSIC₁ up to the common factor; `trace` is the trace of the product of the full centred kernels.
  func unbiased(_ trace: Double, _ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let diagonal = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    let sums = a.reduce(0, +) * b.reduce(0, +)
    return trace - diagonal + sums / ((n - 1) * (n - 2)) - 2 * diagonal / (n - 2)
  }
}
