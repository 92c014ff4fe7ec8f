import TensorCore
import Testing

@testable import Learning

@Suite struct BatchNormTests {
  /// Two samples of 1×2 maps with one channel: values 1, 2, 3, 6 with mean 3, biased variance 3.5, unbiased 14/3.
  func layer() -> BatchNorm2d {
    let make = NetworkBuilder(
      architecture: "test", input: ImageShape(channels: 1, height: 1, width: 2), classCount: 1, source: .zeros)
    let layer = make.batchNorm("bn", channels: 1)
    layer.scale.assign(Tensor([2] as [Float], shape: [1]))
    layer.shift.assign(Tensor([0.5] as [Float], shape: [1]))
    layer.runningVariance.tensor.updateCopy(from: Tensor.ones([1]))
    return layer
  }
  let x = Tensor([1, 2, 3, 6] as [Float], shape: [2, 1, 2, 1])

  @Test func trainingNormalisesByTheBatch() {
    let layer = layer()
    let found = layer(x, mode: .train).doubles
    let expected = [1.0, 2, 3, 6].map { 2 * ($0 - 3) / (3.5 + 1e-5).squareRoot() + 0.5 }
    #expect(largestDifference(found, expected) < 1e-6)
  }

  @Test func runningStatisticsMoveByATenth() {
    let layer = layer()
    _ = layer(x, mode: .train)
    #expect(abs(layer.runningMean.tensor.item() - 0.3) < 1e-7)
    #expect(abs(layer.runningVariance.tensor.item() - (0.9 + 0.1 * 14 / 3)) < 1e-6)
    _ = layer(x, mode: .train)
    #expect(abs(layer.runningMean.tensor.item() - 0.57) < 1e-7)
    #expect(layer.batchesTracked.counter == 2)
  }

  @Test func evaluationUsesAndKeepsRunningStatistics() {
    let layer = layer()
    _ = layer(x, mode: .train)
    let variance = 0.9 + 0.1 * 14 / 3
    let found = layer(x, mode: .evaluate).doubles
    let expected = [1.0, 2, 3, 6].map { 2 * ($0 - 0.3) / (variance + 1e-5).squareRoot() + 0.5 }
    #expect(largestDifference(found, expected) < 1e-6)
    #expect(layer.batchesTracked.counter == 1)
  }

  @Test func frozenStatisticsServeInTrainModeToo() {
    let layer = layer()
    _ = layer(x, mode: .train)
    let kept = layer.runningMean.tensor.item(), expected = layer(x, mode: .evaluate).floats
    layer.runningMean.isFrozen = true
    #expect(layer(x, mode: .train).floats == expected)
    #expect(layer.runningMean.tensor.item() == kept && layer.batchesTracked.counter == 1)
    layer.runningMean.isFrozen = false
    #expect(layer(x, mode: .train).floats != expected)
    #expect(layer.batchesTracked.counter == 2)
  }
}
