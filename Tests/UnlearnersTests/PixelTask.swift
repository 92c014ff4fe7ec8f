import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

/// A task whose features are its pixels: a linear classifier of images one pixel high. The first `forget` samples are
/// to be forgotten. Pixels are in 0...255, features in [0, 1].
func makePixels(
  _ rows: [[UInt8]], labels: [Int32], forget: Int, classCount: Int, weight: [Float], bias: [Float]
) throws -> UnlearningTask {
  let shape = ImageShape(channels: 1, height: 1, width: rows[0].count)
  func split(_ name: String) throws -> ImageSplit {
    try ImageSplit(
      name: name, shape: shape, pixels: rows.flatMap { $0 }, labels: labels, classCount: classCount)
  }
  let train = try split("train")
  let dataset = try ImageDataset(
    name: "pixels", classes: (0..<classCount).map { "class \($0)" }, normalisation: .identity(channels: 1),
    train: train, test: split("test"), digest: "pixels")
  let original = try Logistic.build(
    input: shape, classCount: classCount, normalisation: .identity(channels: 1), random: RandomStream(seed: 1))
  original.headWeight.assign(Tensor(weight, shape: [shape.count, classCount]))
  original.headBias.assign(Tensor(bias, shape: [classCount]))
  var recipe = TrainingRecipe()
  recipe.batchSize = 4
  return try UnlearningTask(
    dataset: dataset, original: original,
    retain: Subset(split: train, positions: Array(forget..<labels.count)),
    forget: Subset(split: train, positions: Array(0..<forget)), test: dataset.test.whole(), recipe: recipe,
    random: RandomStream(seed: 5))
}

extension UnlearningTask {
  /// The same task on another network.
  func on(_ network: Network) throws -> UnlearningTask {
    try UnlearningTask(
      dataset: dataset, original: network, retain: retain, forget: forget, test: test, validation: validation,
      forgetClasses: forgetClasses, recipe: recipe, random: random)
  }
}

/// Names whose bits differ.
func changed(_ network: Network, from original: Network) -> Set<String> {
  let (after, before) = (bits(network), bits(original))
  return Set(after.keys).union(before.keys).filter { after[$0] != before[$0] }
}
