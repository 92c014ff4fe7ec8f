import TensorCore
import Testing

@testable import Evaluation

@Suite struct MembershipTests {
  struct Golden: Sendable {
    let seed: UInt32, members: Int, nonMembers: Int, isInterval: Bool, taken: Int
  }

  // scikit-learn's SVC(C=3, gamma='auto') on the same numbers; of 500 forget samples, how many are non-members.
  @Test(arguments: [
    Golden(seed: 1, members: 400, nonMembers: 400, isInterval: false, taken: 307),
    Golden(seed: 2, members: 300, nonMembers: 500, isInterval: false, taken: 403),
    Golden(seed: 3, members: 400, nonMembers: 400, isInterval: true, taken: 263),
  ])
  func efficacyMatchesScikitLearn(golden: Golden) {
    var draws = Draws(golden.seed)
    let m = draws.array(golden.members), n = draws.array(golden.nonMembers), forget = draws.array(500)
    let members = m.map { golden.isInterval ? 0.5 + ($0 - 0.5) * 0.5 : 1 - $0 * $0 * 0.5 }
    let others = n.map { golden.isInterval ? $0 : 1 - $0 * 0.75 }
    let efficacy = membershipEfficacy(members: members, nonMembers: others, forget: forget)
    #expect(efficacy == .value(Double(golden.taken) / 5))
  }

  @Test func separatedSidesGiveAThreshold() {
    let members = (0..<50).map { 0.9 + Double($0) / 1000 }
    let others = (0..<50).map { 0.1 + Double($0) / 1000 }
    let efficacy = membershipEfficacy(members: members, nonMembers: others, forget: [0.12, 0.2, 0.91, 0.93, 0.14])
    #expect(efficacy == .value(60))
  }

  @Test func whatCannotBeAttackedIsUndefined() {
    #expect(
      membershipEfficacy(members: [1], nonMembers: [1, 1], forget: [1]) == .undefined("the signal does not vary"))
    #expect(membershipEfficacy(members: [], nonMembers: [1], forget: [1]) == .undefined("a side has no samples"))
    #expect(membershipEfficacy(members: [.nan], nonMembers: [1], forget: [1]) == .undefined("the signal is not finite"))
  }

  /// Two-class logits whose confidence for class 0 is a given number.
  private static func confident(_ values: [Double]) -> LabelledLogits {
    LabelledLogits(
      logits: Matrix(rows: values.count, columns: 2, values: values.flatMap { [$0, 0] }),
      labels: [Int32](repeating: 0, count: values.count))
  }

  @Test func membersAreTheFirstOfTheRetainSet() {
    // Only the first three retain samples look like members; the rest look like test samples.
    let retain = Self.confident([9, 9, 9] + [Double](repeating: -9, count: 20))
    let test = Self.confident([-9, -9, -9])
    let forget = Self.confident([9, -9, 9, 9])
    #expect(membershipEfficacy(retain: retain, nonMembers: test, forget: forget) == .value(25))
  }

  @Test func randomMembersFollowTheirStream() {
    var draws = Draws(31)
    let retain = Self.confident(draws.array(300).map { 6 * $0 - 1 })
    let test = Self.confident(draws.array(80).map { 6 * $0 - 3 })
    let forget = Self.confident(draws.array(200).map { 6 * $0 - 3 })
    func efficacy(_ seed: UInt64) -> MetricValue {
      let attack = MembershipProtocol(members: .random(RandomStream(seed: seed)))
      return membershipEfficacy(retain: retain, nonMembers: test, forget: forget, using: attack)
    }
    #expect(efficacy(1) == efficacy(1))
    #expect((1...6).contains { efficacy($0) != efficacy(1) })
  }

  @Test func theCapTakesTheFirstMembersAndEvenlySpacedNonMembers() {
    #expect(evenlySpaced(10, 4) == [0, 2, 5, 7])
    #expect(evenlySpaced(3, 4) == [0, 1, 2])
    var draws = Draws(41)
    let retain = Self.confident(draws.array(60).map { 4 * $0 })
    let test = Self.confident(draws.array(60).map { 4 * $0 - 2 })
    let forget = Self.confident(draws.array(60).map { 4 * $0 - 1 })
    let capped = membershipEfficacy(
      retain: retain, nonMembers: test, forget: forget, using: MembershipProtocol(maximumPerSide: 20))
    let chosen = membershipEfficacy(
      retain: retain.selecting(rows: Array(0..<20)),
      nonMembers: test.selecting(rows: (0..<20).map { 3 * $0 }), forget: forget)
    #expect(capped == chosen && capped.value != nil)
  }

  @Test(arguments: MembershipSignal.allCases)
  func everySignalReadsItsStatistic(signal: MembershipSignal) {
    let samples = SoftmaxTests.golden
    let statistics = SoftmaxStatistics(samples)
    let expected: [MembershipSignal: [Double]] = [
      .confidence: statistics.confidence, .entropy: statistics.entropy, .correctness: statistics.correctness,
      .modifiedEntropy: statistics.modifiedEntropy,
    ]
    #expect(signal.values(samples) == expected[signal])
  }
}
