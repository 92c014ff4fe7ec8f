import Foundation

/// Mean squared difference of two images (or any two equally long vectors).
///
/// Shapes: a, b: equal counts; images in [0, 1]
/// Error:  accumulates in Double
public func meanSquaredError(_ a: [Float], _ b: [Float]) -> MetricValue {
  precondition(a.count == b.count, "comparing \(a.count) values with \(b.count)")
  guard !a.isEmpty else { return .undefined("no pixels") }
  let sum = zip(a, b).reduce(0.0) { sum, pair in
    let difference = Double(pair.0) - Double(pair.1)
    return sum + difference * difference
  }
  return MetricValue(sum / Double(a.count))
}

/// Peak signal-to-noise ratio of two images with factor 1: 10·log₁₀(1/MSE).
///
/// The factor belongs to pixels in [0, 1]; other codes print it for normalised pixels, which moves it by about 12 dB.
///
/// Shapes: a, b: equal counts; images in [0, 1]
/// Range:  decibels; undefined (identical) for equal images
public func peakSignalToNoiseRatio(_ a: [Float], _ b: [Float]) -> MetricValue {
  let error = meanSquaredError(a, b)
  if error.value == 0 { return .undefined("identical") }
  return error.map { -10 * log10($0) }
}
