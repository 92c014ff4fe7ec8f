/// The 20-layer residual net for CIFAR: stages of 16, 32, 64 channels, three basic blocks each; 272,474 parameters
/// for 10 classes and 3 channels.
///
/// Source:    He et al., 2016, section 4.2; deviation: projection shortcuts (option B) where the paper's CIFAR nets
///            pad with zeros (option A, 269,722 parameters), as the unlearning literature does.
public enum ResNet20: Architecture {
  public static let name = "resnet20"

  public static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    ResNet.assemble(make, widths: [16, 32, 64], blocksPerStage: 3)
  }
}
