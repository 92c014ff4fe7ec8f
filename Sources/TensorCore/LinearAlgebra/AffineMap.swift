/// The map x ↦ x·W + c: a linear head, a feature map, or one after the other.
public struct AffineMap: Sendable, Equatable {
  /// W; [d, k], as a linear layer stores its weight.
  public let weights: Matrix
  /// c; [k].
  public let intercept: [Double]

  /// A map from its parts.
  ///
  /// Shapes: weights [d, k], intercept [k]
  public init(weights: Matrix, intercept: [Double]) {
    precondition(
      intercept.count == weights.columns, "\(weights.columns) columns of weights and \(intercept.count) intercepts")
    self.weights = weights
    self.intercept = intercept
  }

  /// A map from a linear layer in single precision.
  ///
  /// Shapes: weights, row-major [inputCount, intercept.count]
  public init(inputCount: Int, weights: [Float], intercept: [Float]) {
    self.init(
      weights: Matrix(rows: inputCount, columns: intercept.count, floats: weights),
      intercept: LAPACK.widened(intercept))
  }

  /// d.
  public var inputCount: Int { weights.rows }
  /// k.
  public var outputCount: Int { weights.columns }

  /// The image of each sample.
  ///
  /// Shapes: samples [n, d] → [n, k]
  /// Error:  accumulates in Double
  public func callAsFunction(_ samples: SampleMatrix) -> Matrix {
    samples.times(weights, adding: intercept)
  }

  /// The map that applies this one, then `next`.
  public func followed(by next: AffineMap) -> AffineMap {
    precondition(next.inputCount == outputCount, "a map to \(outputCount) values cannot feed \(next.inputCount)")
    let row = Matrix(rows: 1, columns: outputCount, values: intercept)
    let moved = Matrix.product(row, next.weights).values
    return AffineMap(
      weights: Matrix.product(weights, next.weights), intercept: zip(moved, next.intercept).map { $0 + $1 })
  }
}
