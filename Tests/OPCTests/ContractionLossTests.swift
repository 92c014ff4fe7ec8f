import Learning
import TensorCore
import TestSupport
import Testing
import Unlearners

@testable import OPC

@Suite struct ContractionLossTests {
  // ‖(3, 4)‖ = 5, ‖(−6, 8)‖ = 10.
  let points = [3.0, 4, -6, 8]

  func gradient(_ norm: ContractionLoss.Norm, of points: [Double]) -> [Double] {
    let z = Tensor(points, shape: [points.count / 2, 2]).tracked()
    return gradients(of: ContractionLoss(norm)(z), withRespectTo: [z])[0].doubles
  }

  @Test func valuesByHand() {
    let z = Tensor(points, shape: [2, 2])
    #expect(abs(ContractionLoss(.plain)(z).item() - 7.5) < 1e-12)
    #expect(abs(ContractionLoss(.squared)(z).item() - 62.5) < 1e-12)
  }

  @Test func gradientsByHand() {
    // z/‖z‖ over two samples; 2z over two samples.
    #expect(largestDifference(gradient(.plain, of: points), [0.3, 0.4, -0.3, 0.4]) < 1e-12)
    #expect(largestDifference(gradient(.squared, of: points), points) < 1e-12)
  }

  @Test func thePlainGradientHasTheSameLengthHoweverNear() {
    #expect(largestDifference(gradient(.plain, of: [3e-6, 4e-6]), [0.6, 0.8]) < 1e-9)
  }

  @Test func theOriginDoesNotPull() {
    let mixed = gradient(.plain, of: [0, 0, 3, 4])
    #expect(mixed[0] == 0 && mixed[1] == 0)
    #expect(largestDifference(mixed, [0, 0, 0.3, 0.4]) < 1e-12)
    #expect(gradient(.squared, of: [0, 0]) == [0, 0])
  }
}
