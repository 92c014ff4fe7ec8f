import Learning
import TensorCore

/// Images that a network takes for anything but one class, learnt from noise (UNSIR).
///
/// Minimises −CE(network(n), class) + 0.1·mean over images of ‖n‖² by Adam at rate 0.1, n in the scale of normalised
/// images, beginning at N(0, 1).
///
/// Source:    Tarun et al., "Fast Yet Effective Machine Unlearning" (2023), released code
struct ErrorMaximisingNoise {
  static let learningRate = 0.1
  static let penalty = 0.1

  /// [count, H, W, C], as a normalisation would give them.
  let values: Tensor
  private let firstMoment: Tensor
  private let secondMoment: Tensor
  private let mean: Tensor
  private let deviation: Tensor
  private var steps = 0

  /// Random:    the stream passed in
  init(_ count: Int, for network: Network, random: RandomStream) {
    var random = random
    let shape: Shape = [count, network.inputShape.height, network.inputShape.width, network.inputShape.channels]
    values = Tensor.normal(shape, random: &random)
    firstMoment = Tensor.zeros(shape)
    secondMoment = Tensor.zeros(shape)
    let constants = network.normalisation, channels = network.inputShape.channels
    mean = Tensor(constants.mean, shape: [channels])
    deviation = Tensor(constants.std, shape: [channels])
  }

  /// One step of Adam. In `train` mode the network's running statistics move.
  ///
  /// Throws:    `TrainingError.diverged` when the loss is not finite
  mutating func step(against label: Int, network: Network, mode: Mode) throws {
    let noise = values.tracked(), count = values.shape[0]
    let logits = network.forward(noise * deviation + mean, mode: mode).logits
    let surprise = meanCrossEntropy(logits, labels: [Int32](repeating: Int32(label), count: count))
    let loss = Self.penalty / Double(count) * noise.squared().sum() - surprise
    let value = loss.item()
    guard value.isFinite else { throw TrainingError.diverged(step: steps, epoch: 0, loss: value) }
    let gradient = gradients(of: loss, withRespectTo: [noise])[0]
    steps += 1
    Tensor.updateAdam(
      parameter: values, gradient: gradient, firstMoment: firstMoment, secondMoment: secondMoment, step: steps,
      learningRate: Self.learningRate)
  }

  /// What a network is given to see them, outside [0, 1] as they may be.
  ///
  /// Shapes:    → [count, H, W, C]
  var images: Tensor { withoutGradients { values * deviation + mean } }
}
