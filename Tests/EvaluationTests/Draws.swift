/// The numbers of Tests/Golden/make_evaluation_golden.py: a 32-bit linear congruence, 24 high bits.
struct Draws {
  private var state: UInt32
  init(_ seed: UInt32) { state = seed }

  mutating func next() -> Double {
    state = 1_664_525 &* state &+ 1_013_904_223
    return Double(state >> 8) / 16_777_216
  }
  mutating func array(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }
}
