import TensorCore
import Testing

@testable import RecoveryAttack

@Suite struct CalibrationTests {
  let testLabels = (0..<101).map { Int32($0 % 4) }
  let retain = Array(stride(from: 1, to: 40, by: 2))
  let forget = Array(stride(from: 0, to: 40, by: 2))

  func plan(
    _ source: CalibrationSource, classes: [Int]? = [0, 3], seed: UInt64 = 1
  ) throws -> CalibrationPlan {
    try CalibrationPlan(
      source: source, retain: retain, forget: forget, testLabels: testLabels, forgetClasses: classes,
      random: RandomStream(seed: seed))
  }

  @Test func theHalvesPartitionTheTestSet() throws {
    let plan = try plan(.heldOut)
    #expect(plan.split == .test && plan.calibration.count == 50 && plan.evaluation.count == 51)
    #expect((plan.calibration + plan.evaluation).sorted() == Array(0..<101))
    #expect(plan.calibration == plan.calibration.sorted() && plan.evaluation == plan.evaluation.sorted())
    #expect(plan.calibration != Array(0..<50))
  }

  @Test func everySourceIsJudgedOnTheSameRows() throws {
    let heldOut = try plan(.heldOut)
    for source in CalibrationSource.allCases { #expect(try plan(source).evaluation == heldOut.evaluation) }
    #expect(try plan(.heldOut) == heldOut)
    #expect(try plan(.heldOut, seed: 2).evaluation != heldOut.evaluation)
  }

  @Test func sourcesHoldWhatTheySay() throws {
    let heldOut = try plan(.heldOut)
    let kept = try plan(.heldOutRetain)
    #expect(kept.calibration == heldOut.calibration.filter { [1, 2].contains(testLabels[$0]) })
    #expect(try plan(.heldOutRetain, classes: nil).calibration == heldOut.calibration)
    #expect(try plan(.retainTrain).calibration == retain && plan(.retainTrain).split == .train)
    #expect(try plan(.fullTrain).calibration == Array(0..<40))
  }

  @Test func emptySidesAreErrors() {
    #expect(throws: RecoveryError.noCalibration(.heldOutRetain)) { try plan(.heldOutRetain, classes: [0, 1, 2, 3]) }
    #expect(throws: RecoveryError.noEvaluation) {
      try CalibrationPlan(
        source: .retainTrain, retain: [1], forget: [0], testLabels: [], forgetClasses: nil,
        random: RandomStream(seed: 1))
    }
    let text = RecoveryError.noCalibration(.heldOutRetain).description
    #expect(text.contains("'held-out-retain'") && text.contains("full-train"))
  }
}
