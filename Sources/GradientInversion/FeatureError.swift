import Learning
import TensorCore

/// The mean squared difference between the features of two batches in one network, with running statistics.
///
/// Shapes:    two of [N, H, W, C] in [0, 1] → a number
/// Error:     accumulates in Double
/// Source:    Geiping et al., 2020 (`FMSE` of the released notebooks)
public func featureMeanSquaredError(of network: Network, _ reconstruction: Tensor, _ original: Tensor) -> Double {
  withoutGradients {
    let difference =
      network.features(reconstruction, mode: .evaluate) - network.features(original, mode: .evaluate)
    return dot(difference, difference).item() / Double(max(difference.count, 1))
  }
}
