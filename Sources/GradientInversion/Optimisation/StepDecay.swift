/// A rate multiplied by `factor` at 3/8, 5/8 and 7/8 of the iterations.
///
/// Source:    Geiping et al., 2020, released `reconstruction_algorithms.py`
struct StepDecay: Equatable, Sendable {
  let base: Double
  let factor: Double
  let iterations: Int

  /// The rate of an iteration, counted from 0.
  func rate(at iteration: Int) -> Double {
    let drops = [3, 5, 7].count { 8 * iteration >= $0 * iterations }
    return (0..<drops).reduce(base) { rate, _ in rate * factor }
  }
}
