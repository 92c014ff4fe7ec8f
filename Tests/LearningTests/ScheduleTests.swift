import Testing

@testable import Learning

/// Values computed by hand, and checked against torch.optim.lr_scheduler.
@Suite struct ScheduleTests {
  func rates(_ schedule: Schedule, base: Double, epochs: Int, stepsPerEpoch: Int, warmup: Int = 0) -> [Double] {
    (0..<epochs * stepsPerEpoch).map { step in
      schedule.learningRate(
        base: base, epoch: step / stepsPerEpoch, step: step, epochs: epochs, stepsPerEpoch: stepsPerEpoch,
        warmupEpochs: warmup)
    }
  }

  @Test func constantStays() {
    #expect(rates(.constant, base: 0.3, epochs: 2, stepsPerEpoch: 2) == [0.3, 0.3, 0.3, 0.3])
  }

  @Test func multiStepFallsAtItsMilestones() {
    let found = rates(.multiStep(milestones: [2, 4, 4], gamma: 0.5), base: 0.8, epochs: 6, stepsPerEpoch: 1)
    #expect(largestDifference(found, [0.8, 0.8, 0.4, 0.4, 0.1, 0.1]) < 1e-15)
  }

  @Test func cosineFollowsHalfAWave() {
    // 0.1 + 0.9 · (1 + cos(πe/4))/2 with cos = 1, √½, 0, −√½
    let half = 0.5.squareRoot()
    let expected = [1, 0.1 + 0.45 * (1 + half), 0.55, 0.1 + 0.45 * (1 - half)]
    let found = rates(.cosine(minimum: 0.1), base: 1, epochs: 4, stepsPerEpoch: 1)
    #expect(largestDifference(found, expected) < 1e-15)
    // One value an epoch, however many steps.
    #expect(Set(rates(.cosine(minimum: 0), base: 1, epochs: 2, stepsPerEpoch: 3)).count == 2)
  }

  @Test func triangularRisesToTheMiddleAndFalls() {
    let rates = { (epochs: Int) in self.rates(.triangular, base: 0.6, epochs: epochs, stepsPerEpoch: 1) }
    #expect(largestDifference(rates(5), [0.2, 0.4, 0.6, 0.4, 0.2]) < 1e-15)
    #expect(largestDifference(rates(4), [0.3, 0.6, 0.4, 0.2]) < 1e-15)
    #expect(rates(1) == [0.6] && rates(2) == [0.6, 0.3])
    #expect(self.rates(.triangular, base: 1, epochs: 2, stepsPerEpoch: 2) == [1, 1, 0.5, 0.5])
  }

  @Test func oneCycleRisesAndFalls() {
    // OneCycleLR(max_lr=1, total_steps=10, pct_start=0.3): peak at step 2, end at step 9.
    let schedule = Schedule.oneCycle(warmupFraction: 0.3, divisor: 25, finalDivisor: 1e4)
    let found = rates(schedule, base: 1, epochs: 5, stepsPerEpoch: 2)
    let torch = [
      0.040000000000000036, 0.52, 1.0, 0.9504846320134737, 0.8117456539497631, 0.6112620219362893, 0.38874197806371075,
      0.18825834605023697, 0.049519367986526286, 4e-06,
    ]
    #expect(largestDifference(found, torch) < 1e-12)
  }

  @Test func oneCycleOfOneStepIsDefined() {
    let schedule = Schedule.oneCycle(warmupFraction: 0.3, divisor: 25, finalDivisor: 1e4)
    #expect(rates(schedule, base: 1, epochs: 1, stepsPerEpoch: 1).allSatisfy { $0.isFinite && $0 > 0 })
  }

  @Test func warmupScalesTheFirstEpochs() {
    let found = rates(.constant, base: 1, epochs: 3, stepsPerEpoch: 2, warmup: 2)
    #expect(largestDifference(found, [0.25, 0.5, 0.75, 1, 1, 1]) < 1e-15)
  }
}
