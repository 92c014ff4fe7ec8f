import TensorCore

/// A linear map between trunk and head: a method can take directions out of the features, and not only out of what the
/// head makes of them. It is part of the network's state, and nothing trains it.
extension Network {
  /// The projection's name in the state dict: [out, in], as a linear layer's weight.
  static let projectionName = "feature_projection"

  /// Lets a map act on the features from now on, after one that acts already: f ← f·matrix.
  ///
  /// Shapes:    matrix [d, d]
  public func project(features matrix: Tensor) {
    precondition(
      matrix.shape == [featureCount, featureCount],
      "a projection of \(matrix.shape) for \(featureCount) features of \(architecture)")
    featureProjection = withoutGradients { featureProjection.map { matmul($0, matrix) } ?? matrix.copy() }
  }

  /// The projection in PyTorch's layout: rows and columns both follow the features' order there.
  var projectionOnDisk: Tensor? {
    let layout = headWeight.layout
    return featureProjection.map { layout.toDisk(layout.toDisk($0)).transposed([1, 0]) }
  }

  func setProjection(onDisk values: Tensor?) {
    let layout = headWeight.layout
    featureProjection = withoutGradients {
      values.map { layout.toMemory(layout.toMemory($0.transposed([1, 0]))) }
    }
  }
}
