import TensorCore

/// How the weight of a layer gets its first values.
public enum WeightInitialisation: Sendable {
  /// `kaiming_uniform_(a=sqrt(5))`, which is uniform in ±1/sqrt(fan in).
  ///
  /// Source:    torch.nn.Conv2d.reset_parameters, torch.nn.Linear.reset_parameters
  case torchDefault
  /// `kaiming_normal_(mode="fan_out", nonlinearity="relu")`: normal, standard deviation sqrt(2/fan out).
  ///
  /// Source:    He et al., 2015, equation (14); torchvision's ResNets
  case kaimingNormalFanOut

  /// Fresh weights.
  ///
  /// Shapes:    as asked for
  /// Random:    the stream passed in
  func draw(_ shape: Shape, fanIn: Int, fanOut: Int, random: inout RandomStream) -> Tensor {
    switch self {
    case .torchDefault:
      let bound = 1 / Double(fanIn).squareRoot()
      return Tensor.uniform(shape, in: -bound...bound, random: &random)
    case .kaimingNormalFanOut:
      return Tensor.normal(
        shape, mean: 0, standardDeviation: (2 / Double(fanOut)).squareRoot(), random: &random)
    }
  }
}
