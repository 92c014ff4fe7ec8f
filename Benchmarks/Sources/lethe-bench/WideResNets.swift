import Learning

/// `resnet20` at other widths, to see how cost grows.
protocol WideResNet20: Architecture {
  static var width: Int { get }
}

extension WideResNet20 {
  static var name: String { "resnet20-width-\(width)" }

  static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    ResNet.assemble(make, widths: [width, 2 * width, 4 * width], blocksPerStage: 3)
  }
}

enum ResNet20Width8: WideResNet20 { static let width = 8 }
enum ResNet20Width16: WideResNet20 { static let width = 16 }
enum ResNet20Width32: WideResNet20 { static let width = 32 }
enum ResNet20Width64: WideResNet20 { static let width = 64 }
