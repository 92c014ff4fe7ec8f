/// torchvision's ResNet-18 with a CIFAR stem (3×3, stride 1, no max-pool): stages of 64, 128, 256, 512 channels, two
/// basic blocks each; 11,173,962 parameters for 10 classes and 3 channels.
///
/// Source:    He et al., 2016, table 1; torchvision.models.resnet18 for names, order and initialisation
public enum ResNet18: Architecture {
  public static let name = "resnet18"

  public static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    ResNet.assemble(make, widths: [64, 128, 256, 512], blocksPerStage: 2)
  }
}
