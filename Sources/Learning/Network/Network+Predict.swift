import TensorCore

/// Logits and features of a whole subset, in its order.
public struct Predictions {
  /// [N, C].
  public let logits: Tensor
  /// [N, d].
  public let features: Tensor
  /// The subset's labels, [N].
  public let labels: [Int32]

  public init(logits: Tensor, features: Tensor, labels: [Int32]) {
    self.logits = logits
    self.features = features
    self.labels = labels
  }

  /// The fraction of rows whose largest logit is at the label; nil without rows.
  public var accuracy: Double? {
    guard !labels.isEmpty else { return nil }
    return Double(zip(logits.argmaxRows(), labels).count { $0 == $1 }) / Double(labels.count)
  }
}

extension Network {
  /// Logits and features of every sample, without augmentation, in `evaluate` mode and without a graph.
  ///
  /// Shapes:    N samples → logits [N, C], features [N, d]
  public func predict(_ subset: Subset, batchSize: Int = 256) -> Predictions {
    precondition(batchSize > 0, "batch size \(batchSize)")
    guard subset.count > 0 else {
      return Predictions(
        logits: Tensor.zeros([0, classCount]), features: Tensor.zeros([0, featureCount]), labels: [])
    }
    return withoutGradients {
      var logits: [Tensor] = []
      var features: [Tensor] = []
      for start in stride(from: 0, to: subset.count, by: batchSize) {
        let batch = subset.batch(rows: start..<min(start + batchSize, subset.count))
        let result = forward(batch.images, mode: .evaluate)
        logits.append(result.logits)
        features.append(result.features)
      }
      return Predictions(
        logits: logits.count == 1 ? logits[0] : Tensor.concatenated(logits, axis: 0),
        features: features.count == 1 ? features[0] : Tensor.concatenated(features, axis: 0),
        labels: subset.labels)
    }
  }

  /// The fraction of samples classified as labelled, in `evaluate` mode; nil for an empty subset.
  public func accuracy(on subset: Subset, batchSize: Int = 256) -> Double? {
    predict(subset, batchSize: batchSize).accuracy
  }

  /// Features with columns in PyTorch's order: flattened maps from (height, width, channel) to (channel, height,
  /// width), anything else unchanged.
  ///
  /// Shapes:    features [N, d] → [N, d]
  public func diskLayout(ofFeatures features: Tensor) -> Tensor {
    guard let maps = flattenedMaps else { return features }
    let rows = features.shape[0]
    return features.reshaped([rows, maps.height, maps.width, maps.channels]).transposed([0, 3, 1, 2])
      .reshaped([rows, maps.count])
  }
}
