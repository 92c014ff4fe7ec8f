import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct ConvolutionTranspositionTests {
  func untrained() -> ConvolutionTransposition.Options {
    var options = ConvolutionTransposition.Options()
    options.update.epochs = 0
    return options
  }

  @Test func transposesEveryKernelAndNothingElse() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24, epochs: 1)
    let network = try ConvolutionTransposition(options: untrained()).unlearn(task).network
    let convolutions = task.original.parameters.filter { $0.layout == .convolution }
    // 19 of 3×3, and two of 1×1, which are their own transposes.
    #expect(convolutions.count == 21)
    #expect(
      changed(network, from: task.original)
        == Set(convolutions.filter { $0.tensor.shape[0] == 3 }.map(\.name)), "running statistics stay")
    for (before, after) in zip(task.original.parameters, network.parameters) where before.layout == .convolution {
      let shape = before.tensor.shape, inner = shape[2] * shape[3]
      let (old, new) = (before.tensor.floats, after.tensor.floats)
      for r in 0..<shape[0] {
        for s in 0..<shape[1] {
          let from = (s * shape[1] + r) * inner, to = (r * shape[1] + s) * inner
          #expect(new[to..<to + inner].elementsEqual(old[from..<from + inner]))
        }
      }
    }
  }

  @Test func twiceIsTheOriginal() throws {
    let task = try makeTask(ConvNet.self, epochs: 1), method = ConvolutionTransposition(options: untrained())
    let once = try method.unlearn(task).network
    #expect(bits(once) != bits(task.original))
    #expect(bits(try method.unlearn(task.on(once)).network) == bits(task.original))
  }

  @Test func thenItIsFineTuning() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24, epochs: 1)
    let transposed = try ConvolutionTransposition(options: untrained()).unlearn(task).network
    let result = try ConvolutionTransposition().unlearn(task)
    var tuning = FineTune.Options()
    tuning.update = ConvolutionTransposition.Options().update
    #expect(bits(result.network) == bits(try FineTune(options: tuning).unlearn(task.on(transposed)).network))
    #expect(result.recipe.epochs == 3 && result.recipe.learningRate == 1e-3 && result.recipe.schedule == .cosine)
    #expect(changed(result.network, from: task.original).contains("bn1.running_mean"))
    #expect(result.ledger.forgetSamples == 0 && result.ledger.retainVisits == 144 && result.notes.isEmpty)
    var still = ConvolutionTransposition.Options()
    still.update.batchNorm = .evaluate
    let frozen = try ConvolutionTransposition(options: still).unlearn(task).network
    #expect(!changed(frozen, from: task.original).contains { $0.contains("running") })
  }

  @Test func saysWhenThereIsNoConvolution() throws {
    let task = try makeTask(epochs: 1)
    let result = try ConvolutionTransposition(options: untrained()).unlearn(task)
    #expect(bits(result.network) == bits(task.original))
    #expect(result.notes == [.remark("mlp has no convolution: nothing was reset, and this is fine-tuning")])
  }
}
