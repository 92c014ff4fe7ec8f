/// What the residual networks for small images share: a 3×3 stem with stride 1 and no max-pool, stages of basic
/// blocks whose first block halves the maps (but for the first stage), the mean of each map, the classifier.
///
/// Names are torchvision's: conv1, bn1, layer1.0.conv1, …, layer2.0.downsample.0, …, fc.
public enum ResNet {
  /// The layers for a width a stage.
  public static func assemble(_ make: NetworkBuilder, widths: [Int], blocksPerStage: Int) -> NetworkBody {
    var layers: [any Layer] = [
      make.convolutionUnit(
        ("conv1", "bn1"), from: make.input.channels, to: widths[0], size: 3, padding: 1, relu: true, isReadInForm: true)
    ]
    var inputs = widths[0]
    for (stage, outputs) in widths.enumerated() {
      for block in 0..<blocksPerStage {
        let stride = stage > 0 && block == 0 ? 2 : 1
        layers.append(
          ResidualBlock(make, name: "layer\(stage + 1).\(block)", from: inputs, to: outputs, stride: stride))
        inputs = outputs
      }
    }
    layers.append(GlobalAveragePool())
    return NetworkBody(trunk: Sequential(layers), head: make.linear("fc", from: inputs, to: make.classCount))
  }
}
