import Foundation

/// Mean structural similarity of two images.
///
/// Gaussian window of 11 × 11, σ = 1.5, K₁ = 0.01, K₂ = 0.03, data range 1, population covariances; the map is taken
/// where the window fits and averaged, channel by channel. Images smaller than the window get the largest odd
/// window that fits, its weights normalised.
///
/// Shapes: a, b: row-major [height, width, channels]; images in [0, 1]
/// Range:  [−1, 1], 1 for equal images
/// Source: Wang et al. 2004, equations (13)–(17); as scikit-image with `gaussian_weights=True, sigma=1.5,
///         use_sample_covariance=False, data_range=1`
public func structuralSimilarity(
  _ a: [Float], _ b: [Float], height: Int, width: Int, channels: Int
) -> MetricValue {
  let count = height * width * channels
  precondition(a.count == count && b.count == count, "\(a.count) and \(b.count) pixels where \(count) were expected")
  guard count > 0 else { return .undefined("no pixels") }
  let window = GaussianWindow(side: min(11, height - (height + 1) % 2, width - (width + 1) % 2), sigma: 1.5)
  var sum = 0.0
  for channel in 0..<channels {
    func plane(_ image: [Float]) -> [Double] {
      stride(from: channel, to: count, by: channels).map { Double(image[$0]) }
    }
    sum += similarity(plane(a), plane(b), height: height, width: width, window: window)
  }
  return MetricValue(sum / Double(channels))
}

private func similarity(_ x: [Double], _ y: [Double], height: Int, width: Int, window: GaussianWindow) -> Double {
  func filtered(_ plane: [Double]) -> [Double] { window.filter(plane, height: height, width: width) }
  func product(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(*) }
  let (meanX, meanY) = (filtered(x), filtered(y))
  let (xx, yy, xy) = (filtered(product(x, x)), filtered(product(y, y)), filtered(product(x, y)))
  let (c1, c2) = (0.01 * 0.01, 0.03 * 0.03)
  var sum = 0.0
  for i in meanX.indices {
    let (mx, my) = (meanX[i], meanY[i])
    let (vx, vy, cov) = (xx[i] - mx * mx, yy[i] - my * my, xy[i] - mx * my)
    sum += ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
  }
  return sum / Double(meanX.count)
}

/// A separable Gaussian filter, applied where it fits.
private struct GaussianWindow {
  let weights: [Double]

  init(side: Int, sigma: Double) {
    let centre = Double(side - 1) / 2
    let raw = (0..<side).map { exp(-pow(Double($0) - centre, 2) / (2 * sigma * sigma)) }
    let total = raw.reduce(0, +)
    weights = raw.map { $0 / total }
  }

  /// Shapes: plane [height, width] → [height − side + 1, width − side + 1]
  func filter(_ plane: [Double], height: Int, width: Int) -> [Double] {
    let (rows, columns) = (height - weights.count + 1, width - weights.count + 1)
    var vertical = [Double](repeating: 0, count: rows * width)
    for r in 0..<rows {
      for (k, weight) in weights.enumerated() {
        for c in 0..<width { vertical[r * width + c] += weight * plane[(r + k) * width + c] }
      }
    }
    var result = [Double](repeating: 0, count: rows * columns)
    for r in 0..<rows {
      for (k, weight) in weights.enumerated() {
        for c in 0..<columns { result[r * columns + c] += weight * vertical[r * width + c + k] }
      }
    }
    return result
  }
}
