import Archive
import Foundation
import Importers
import Learning
import TensorCore

extension Workload {
  /// One repetition is a fresh network trained for one epoch on the official training images, and its accuracy on the
  /// test images. Reading the files is part of the set-up.
  static func epoch(
    _ kind: DatasetKind, _ family: any Architecture.Type, change: @escaping @Sendable (inout TrainingRecipe) -> Void
  ) -> Workload {
    Workload { arguments, gate in
      let folder = try kind.locate(in: URL(fileURLWithPath: arguments.text("data")))
      let data = try ImageDataset(importDataset(kind, from: folder))
      let (training, test) = (data.train.whole(), data.test.whole())
      let random = RandomStream(seed: 0)
      var recipe = TrainingRecipe()
      recipe.epochs = 1
      recipe.batchSize = try arguments.batch
      recipe.schedule = .oneCycle
      change(&recipe)
      try gate.open()
      while true {
        let network = try family.build(
          input: data.shape, classCount: data.classCount, normalisation: data.normalisation,
          random: random.child("init"))
        try train(network, on: training, recipe: recipe, random: random)
        gate.facts["accuracy"] = network.accuracy(on: test)
        try gate.repetitionEnded()
      }
    }
  }

  /// The recipe `mnist`, but for its number of epochs.
  static let epochOfMNIST = epoch(.mnist, ConvNet.self) { $0.learningRate = 0.1 }

  /// The recipe `cifar-short`, but for its number of epochs.
  static let epochOfCIFAR10 = epoch(.cifar10, ResNet20.self) { recipe in
    recipe.learningRate = 0.2
    recipe.nesterov = true
    recipe.augmentation = .cropFlip
  }
}
