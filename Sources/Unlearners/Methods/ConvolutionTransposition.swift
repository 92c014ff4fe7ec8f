import Learning
import TensorCore

/// Transposes every convolution's kernels, height for width, and trains on the retain set (CT).
///
/// Random:    the task's stream, as `TrainingLoop`: batches are those of fine-tuning
/// Source:    a winner of the NeurIPS 2023 unlearning challenge, as DeepUnlearn has it (`kgltop5.py`, commit d3dacb6)
public struct ConvolutionTransposition: Unlearner {
  public static let name = "ct"
  public static let version = 1

  public struct Options: ConfigOptions, Equatable {
    /// SGD, rate 1e-3 along half a cosine, momentum 0.9, weight decay 5e-4, 3 epochs: DeepUnlearn.
    public var update: UpdateOptions = {
      var update = UpdateOptions(epochs: 3, learningRate: 1e-3)
      update.schedule = .cosine
      return update
    }()

    public init() {}

    public init(from decoder: any Decoder) throws { update = try UpdateOptions(from: decoder) }

    public func encode(to encoder: any Encoder) throws { try update.encode(to: encoder) }

    public static let rules = UpdateOptions.rules
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) throws -> UnlearningResult {
    let run = UnlearningRun(task)
    let recipe = options.update.recipe(for: task), mode = options.update.batchNorm.mode
    withoutGradients {
      for position in run.network.convolutionPositions {
        let weight = run.network.parameters[position]
        weight.assign(weight.tensor.transposed([1, 0, 2, 3]))
      }
    }
    try run.train(on: task.retain, recipe: recipe, random: task.random) { batch, context in
      run.crossEntropy(batch.images, labels: batch.labels, mode: mode, context: context)
    }
    return run.finish(
      recipe: recipe, knowledge: .init(forgetLabels: false, retainLabels: true), notes: run.network.noConvolutionNotes)
  }
}
