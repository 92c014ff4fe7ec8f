import CKernels
import Testing

@testable import TensorCore

@Suite struct RandomTests {
  /// The known-answer vectors that ship with the authors' Random123 library.
  @Test func philoxMatchesPublishedVectors() {
    func philox(_ counter: [UInt32], _ key: [UInt32]) -> [UInt32] {
      var output = [UInt32](repeating: 0, count: 4)
      lk_philox4x32(counter, key, &output)
      return output
    }
    #expect(philox([0, 0, 0, 0], [0, 0]) == [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
    let ones = [UInt32](repeating: .max, count: 4)
    #expect(philox(ones, [.max, .max]) == [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD])
    #expect(
      philox([0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0])
        == [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
  }

  @Test func childrenAreIndependentOfUse() {
    var parent = RandomStream(seed: 3)
    let before = parent.child("init")
    _ = parent.next()
    var a = before, b = parent.child("init"), c = parent.child("shuffle"), d = RandomStream(seed: 4).child("init")
    let first = a.next()
    #expect(first == b.next())
    #expect(first != c.next())
    #expect(first != d.next())
    var zero = RandomStream(seed: 3).child(0), named = RandomStream(seed: 3).child("0")
    #expect(zero.next() != named.next())
  }

  @Test func drawsAreAFunctionOfPosition() {
    var whole = RandomStream(seed: 1), parts = RandomStream(seed: 1)
    let all = Tensor.normal([10_000], random: &whole).floats
    let first = Tensor.normal([3], random: &parts).floats, rest = Tensor.normal([9_997], random: &parts).floats
    #expect(all == first + rest)
  }

  @Test func momentsOfUniformAndNormal() {
    var random = RandomStream(seed: 2)
    let n = 200_000
    let u = Tensor.uniform([n], in: 0...1, random: &random).doubles
    #expect(u.allSatisfy { $0 >= 0 && $0 < 1 })
    // Standard errors: √(1/12/n) ≈ 6.5e-4, √(1/n) ≈ 2.2e-3, √(2/n) ≈ 3.2e-3; limits are five of them.
    #expect(abs(u.reduce(0, +) / Double(n) - 0.5) < 3.3e-3)
    let z = Tensor.normal([n], random: &random).doubles
    #expect(abs(z.reduce(0, +) / Double(n)) < 1.2e-2)
    #expect(abs(z.reduce(0) { $0 + $1 * $1 } / Double(n) - 1) < 1.6e-2)
  }

  @Test func permutationsArePermutations() {
    var random = RandomStream(seed: 5)
    #expect(random.permutation(0) == [])
    #expect(random.permutation(1) == [0])
    let p = random.permutation(1000)
    #expect(p.sorted() == Array(0..<1000))
    #expect(p != Array(0..<1000))
    #expect(p != random.permutation(1000))
    // Each of the 6 orders of three comes up about 1000 times in 6000 (σ ≈ 29).
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[random.permutation(3), default: 0] += 1 }
    #expect(counts.count == 6 && counts.values.allSatisfy { abs($0 - 1000) < 150 })
  }
}
