import Foundation
import Learning
import TensorCore

public let testShape = ImageShape(channels: 1, height: 4, width: 4)

/// Four classes that a small network learns in a few epochs: each lights a quarter of the image, with noise.
public func makeSplit(_ count: Int, classCount: Int = 4, seed: UInt64 = 1) throws -> ImageSplit {
  var random = RandomStream(seed: seed)
  let labels = (0..<count).map { Int32($0 % classCount) }
  let pixels = labels.flatMap { label in
    (0..<testShape.count).map { place in
      UInt8((place / 4 == Int(label) ? 160 : 0) + random.integer(below: 90))
    }
  }
  return try ImageSplit(name: "train", shape: testShape, pixels: pixels, labels: labels, classCount: classCount)
}

public func makeNetwork(_ family: any Architecture.Type = MLP.self, seed: UInt64 = 7) throws -> Network {
  try family.build(
    input: testShape, classCount: 4, normalisation: .identity(channels: 1), random: RandomStream(seed: seed))
}

/// A task on 64 samples that forgets class 0; the original is trained unless `epochs` is 0.
public func makeTask(
  _ family: any Architecture.Type = MLP.self, request: ForgetRequest = .classes([0]), batchSize: Int = 8,
  epochs: Int = 0, seed: UInt64 = 5, monitor: any TrainingMonitor = SilentMonitor()
) throws -> UnlearningTask {
  let split = try makeSplit(64)
  let dataset = try ImageDataset(
    name: "quarters", classes: ["a", "b", "c", "d"], normalisation: .identity(channels: 1), train: split,
    test: makeSplit(32, seed: 2), digest: "quarters")
  var recipe = TrainingRecipe()
  recipe.batchSize = batchSize
  recipe.epochs = epochs
  recipe.learningRate = 0.05
  let original = try makeNetwork(family)
  if epochs > 0 { try train(original, on: split.whole(), recipe: recipe, random: RandomStream(seed: 3)) }
  let parts = try split.whole().partition(request, classCount: 4, random: RandomStream(seed: 4))
  return try UnlearningTask(
    dataset: dataset, original: original, retain: parts.retain, forget: parts.forget, test: dataset.test.whole(),
    forgetClasses: request.forgetClasses, recipe: recipe, random: RandomStream(seed: seed), monitor: monitor)
}

/// Every value of the network, bit for bit.
public func bits(_ network: Network) -> [String: [UInt32]] {
  var result: [String: [UInt32]] = [:]
  for parameter in network.parameters { result[parameter.name] = parameter.tensor.floats.map(\.bitPattern) }
  for buffer in network.buffers where buffer.counter == nil {
    result[buffer.name] = buffer.tensor.floats.map(\.bitPattern)
  }
  if let projection = network.featureProjection {
    result["feature_projection"] = projection.floats.map(\.bitPattern)
  }
  return result
}

public func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// The gradient of mean cross-entropy with respect to the head, from the softmax written out in Double.
///
/// Shapes:    logits [N, C], features [N, d] → weight d·C in rows, bias C
public func headGradient(logits: [Double], features: [Double], labels: [Int32]) -> (weight: [Double], bias: [Double]) {
  let (rows, classes) = (labels.count, logits.count / labels.count)
  let width = features.count / rows
  var weight = [Double](repeating: 0, count: width * classes)
  var bias = [Double](repeating: 0, count: classes)
  for row in 0..<rows {
    let z = Array(logits[row * classes..<(row + 1) * classes])
    let total = z.map { exp($0) }.reduce(0, +)
    for c in 0..<classes {
      let error = (exp(z[c]) / total - (Int(labels[row]) == c ? 1 : 0)) / Double(rows)
      bias[c] += error
      for k in 0..<width { weight[k * classes + c] += features[row * width + k] * error }
    }
  }
  return (weight, bias)
}
