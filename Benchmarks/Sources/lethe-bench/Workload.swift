import Learning

/// Something that is done again and again in turns.
struct Workload: Sendable {
  /// Sets up, opens the gate, and tells it each repetition's end until it throws.
  let run: @Sendable (_ arguments: Arguments, _ gate: Gate) throws -> Void

  static let all: [String: Workload] = [
    "train-resnet18": .training(ResNet18.self, SyntheticImages.cifar),
    "train-resnet20": .training(ResNet20.self, SyntheticImages.cifar),
    "train-convnet": .training(ConvNet.self, SyntheticImages.mnist),
    "infer-resnet18": .inference(ResNet18.self, SyntheticImages.cifar),
    "infer-resnet20": .inference(ResNet20.self, SyntheticImages.cifar),
    "invert-convnet64": .inversion(ConvNet64.self, SyntheticImages.cifar),
    "invert-resnet18": .inversion(ResNet18.self, SyntheticImages.cifar),
    "invert-resnet20": .inversion(ResNet20.self, SyntheticImages.cifar),
  ]
}
