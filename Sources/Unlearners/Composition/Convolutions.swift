import Learning
import TensorCore

extension Network {
  /// Positions of the convolutions' weights among the parameters.
  var convolutionPositions: [Int] {
    parameters.indices.filter { parameters[$0].layout == .convolution }
  }

  /// What a method of convolutions says of a network that has none.
  var noConvolutionNotes: [UnlearningNote] {
    convolutionPositions.isEmpty
      ? [.remark("\(architecture) has no convolution: nothing was reset, and this is fine-tuning")] : []
  }
}
