/// The network of the gradient-inversion literature, width 64: eight 3×3 convolutions with batch normalisation and
/// ReLU, a 3×3 max-pool after the sixth and after the eighth, and a linear classifier on the flattened maps.
///
/// Channels are 64, 128, 128, 256, 256, 256 | 256, 256, which for 32×32×3 images leaves 3×3×256 features and
/// 2,904,970 parameters.
///
/// Source:    Geiping et al., 2020, released module `ConvNet(width=64)`. Its list of layers names two layers `conv6`,
///            of which the ordered dictionary keeps one, so the published net has eight convolutions where its listing
///            suggests nine; this is the published net, with its names (`conv0`…`conv7`, `bn0`…`bn7`, `linear`).
public enum ConvNet64: Architecture {
  public static let name = "convnet64"
  static let width = 64

  public static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    guard make.input.height >= 9, make.input.width >= 9 else {
      throw LearningError.inputDoesNotFit(
        architecture: name, input: make.input, reason: "its two 3x3 pools need images of at least 9x9 pixels")
    }
    let channels = [1, 2, 2, 4, 4, 4, 4, 4].map { $0 * width }
    let pool = MaxPool(3)
    var layers: [any Layer] = []
    var inputs = make.input.channels
    for (index, outputs) in channels.enumerated() {
      let isPooled = index == 5 || index == 7
      layers.append(
        ConvolutionUnit(
          convolution: make.convolution("conv\(index)", from: inputs, to: outputs, size: 3, padding: 1),
          norm: make.batchNorm("bn\(index)", channels: outputs), relu: true, isReadInForm: !isPooled))
      if isPooled { layers.append(pool) }
      inputs = outputs
    }
    let maps = pool.output(of: pool.output(of: make.input), channels: inputs)
    let head = make.linear("linear", from: maps.count, to: make.classCount, flattened: maps)
    return NetworkBody(trunk: Sequential(layers + [Flatten()]), head: head, flattenedMaps: maps)
  }
}
