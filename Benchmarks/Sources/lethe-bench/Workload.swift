import Learning

/// Something that is done again and again in turns.
struct Workload: Sendable {
  /// Sets up, opens the gate, and tells it each repetition's end until it throws.
  let run: @Sendable (_ arguments: Arguments, _ gate: Gate) throws -> Void

  static let all: [String: Workload] = {
    let (cifar, mnist) = (SyntheticImages.cifar, SyntheticImages.mnist)
    return [
      "train-resnet18": .training(ResNet18.self, cifar),
      "train-resnet20": .training(ResNet20.self, cifar),
      "train-convnet": .training(ConvNet.self, mnist),
      "infer-resnet18": .inference(ResNet18.self, cifar),
      "infer-resnet20": .inference(ResNet20.self, cifar),
      "invert-convnet64": .inversion(ConvNet64.self, cifar),
      "invert-resnet18": .inversion(ResNet18.self, cifar),
      "invert-resnet20": .inversion(ResNet20.self, cifar),
      "lstsq": .leastSquaresFit,
      "singular-values": .singularValues,
      "linear-cka": .alignment,
      "epoch-mnist-convnet": .epochOfMNIST,
      "epoch-cifar10-resnet20": .epochOfCIFAR10,
      "startup-resnet18": .startup(ResNet18.self, cifar),
      // Not timed: what gradients.py compares.
      "gradients-resnet18": .gradients(of: ResNet18.self, cifar),
      "gradients-resnet20": .gradients(of: ResNet20.self, cifar),
      // Of growth.py.
      "train-resnet20-width-8": .training(ResNet20Width8.self, cifar),
      "train-resnet20-width-16": .training(ResNet20Width16.self, cifar),
      "train-resnet20-width-32": .training(ResNet20Width32.self, cifar),
      "train-resnet20-width-64": .training(ResNet20Width64.self, cifar),
      "limit-multiply-adds": .multiplyAdds,
      "limit-triad": .triad,
    ]
  }()
}
