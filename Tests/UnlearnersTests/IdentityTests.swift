import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct IdentityTests {
  @Test func isTheOriginalBitForBit() throws {
    for family in [MLP.self, ResNet20.self] as [any Architecture.Type] {
      let task = try makeTask(family, batchSize: 24, epochs: 1)
      let result = Identity().unlearn(task)
      #expect(bits(result.network) == bits(task.original) && result.network !== task.original)
      #expect(result.ledger.samplesRead == 0 && result.ledger.optimizerSteps == 0)
      #expect(result.ledger.knowledge == .init(forgetLabels: false, retainLabels: false))
      #expect(result.diagnostic("retain-check-original") == result.diagnostic("retain-check-unlearned"))
    }
  }

  @Test func keepsAProjection() throws {
    let task = try makeTask(epochs: 1)
    let projected = try ErasingSpaceConcept().unlearn(task).network
    #expect(bits(Identity().unlearn(try task.on(projected)).network) == bits(projected))
  }
}
