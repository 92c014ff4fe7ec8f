/// L2 norm of every row, all axes but the first together.
///
/// Shapes:    [N, …] → [N]
/// Gradient:  x/‖x‖, and 0 where ‖x‖ = 0; any order away from 0
public func rowNorms(_ x: Tensor) -> Tensor {
  x.reshaped([x.shape[0], x.count / max(x.shape[0], 1)]).squared().sum(axes: [1]).safeSquareRoot()
}

/// Anisotropic total variation: mean |difference| of vertical neighbours + the same of horizontal ones.
///
/// Shapes:    x [N, H, W, C], H and W ≥ 2 → []
/// Gradient:  with respect to x; any order (0 at a kink)
/// Source:    Geiping et al., "Inverting Gradients" (2020)
public func totalVariation(_ x: Tensor) -> Tensor {
  let n = x.shape[0], h = x.shape[1], w = x.shape[2], c = x.shape[3]
  let below = x.sliced([0..<n, 1..<h, 0..<w, 0..<c]) - x.sliced([0..<n, 0..<(h - 1), 0..<w, 0..<c])
  let right = x.sliced([0..<n, 0..<h, 1..<w, 0..<c]) - x.sliced([0..<n, 0..<h, 0..<(w - 1), 0..<c])
  return below.absolute().mean() + right.absolute().mean()
}
