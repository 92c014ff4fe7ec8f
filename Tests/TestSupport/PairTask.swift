import Learning
import TensorCore

/// A linear classifier: the features are the pixels.
public enum Logistic: Architecture {
  public static let name = "logistic"

  public static func assemble(_ make: NetworkBuilder) throws -> NetworkBody {
    NetworkBody(
      trunk: Flatten(), head: make.linear("fc", from: make.input.count, to: make.classCount, flattened: make.input),
      flattenedMaps: make.input)
  }
}

/// Two samples of two pixels for a logistic regression: x = (1, 0) of class 0 is to be forgotten, x = (0, 1) of class 1
/// is kept. Everything about them can be computed by hand.
///
/// With zero weights both are given even odds, so the gradient of the cross-entropy with respect to the logits is
/// (−½, ½) for the first and (½, −½) for the second; it stands in the weight's row of the lit pixel, and in the bias.
public func makePair(
  weight: [Float] = [0, 0, 0, 0], bias: [Float] = [0, 0], seed: UInt64 = 5, validation: Subset? = nil
) throws -> UnlearningTask {
  let shape = ImageShape(channels: 1, height: 1, width: 2)
  let split = try ImageSplit(name: "train", shape: shape, pixels: [255, 0, 0, 255], labels: [0, 1], classCount: 2)
  let dataset = try ImageDataset(
    name: "pair", classes: ["first", "second"], normalisation: .identity(channels: 1), train: split,
    test: ImageSplit(name: "test", shape: shape, pixels: [255, 0, 0, 255], labels: [0, 1], classCount: 2),
    digest: "pair")
  let original = try Logistic.build(
    input: shape, classCount: 2, normalisation: .identity(channels: 1), random: RandomStream(seed: 1))
  original.headWeight.assign(Tensor(weight, shape: [2, 2]))
  original.headBias.assign(Tensor(bias, shape: [2]))
  var recipe = TrainingRecipe()
  recipe.batchSize = 1
  return try UnlearningTask(
    dataset: dataset, original: original, retain: Subset(split: split, positions: [1]),
    forget: Subset(split: split, positions: [0]), test: dataset.test.whole(), validation: validation,
    forgetClasses: [0], recipe: recipe, random: RandomStream(seed: seed))
}

/// Weight (row by row, a row a pixel) and bias of a network that `makePair` made, or of one made from it.
public func head(_ network: Network) -> [Double] {
  network.headWeight.tensor.doubles + network.headBias.tensor.doubles
}
