import Learning
import TensorCore

/// Which singular vectors there are when there are fewer samples than features; otherwise the two are one.
public enum DirectionBasis: String, Codable, CaseIterable, Sendable {
  /// d of them: directions that no sample has are kept.
  case full
  /// min(n, d) of them, as torch.svd gives: directions that no sample has are dropped.
  case thin
}

/// Where a projection of the features acts.
public enum ProjectionPlace: String, Codable, CaseIterable, Sendable {
  /// On the features, between trunk and head.
  case features
  /// In the head's weight alone: the same logits, and the features stay as they were.
  case head
}

/// The directions in which some features lie, strongest first: left singular vectors of Fᵀ, which is not centred.
struct FeatureDirections {
  /// A direction a row, of length 1; [d, d] or [min(n, d), d].
  let rows: Matrix
  let basis: DirectionBasis

  /// From the eigenvectors of the Gram matrix.
  ///
  /// Shapes:    features [n, d]
  /// Throws:    `LinearAlgebraError` when a feature is not finite
  init(_ features: Tensor, basis: DirectionBasis) throws {
    let vectors = try SymmetricEigen(gram(SampleMatrix(features))).vectors
    let d = vectors.rows
    let count = basis == .full ? d : min(features.shape[0], d)
    rows = vectors.selecting(rows: (d - count..<d).reversed())
    self.basis = basis
  }

  /// The projection that drops the first `count` directions: I − Σ uuᵀ over those, or Σ uuᵀ over the others.
  ///
  /// Shapes:    → [d, d], symmetric
  func projection(dropping count: Int) -> Matrix {
    let count = min(count, rows.rows)
    guard basis == .full else {
      let kept = rows.selecting(rows: Array(count..<rows.rows))
      return Matrix.product(kept, kept, transposeA: true)
    }
    let dropped = rows.selecting(rows: Array(0..<count))
    return Matrix.identity(rows.columns) - Matrix.product(dropped, dropped, transposeA: true)
  }
}

extension Network {
  /// Projects the features, or the head's weight so that the logits are those of projected features.
  ///
  /// Shapes:    matrix [d, d], symmetric
  func apply(_ matrix: Matrix, at place: ProjectionPlace) {
    switch place {
    case .features: project(features: Tensor(rounding: matrix))
    case .head:
      let weight = Matrix(rows: featureCount, columns: classCount, floats: headWeight.tensor.floats)
      withoutGradients { headWeight.assign(Tensor(rounding: Matrix.product(matrix, weight))) }
    }
  }
}
