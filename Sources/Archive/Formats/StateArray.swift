/// An array of a network's state: its shape and its values, row-major.
public struct StateArray: Hashable, Sendable {
  /// The values, in the type they are stored in.
  public enum Values: Hashable, Sendable {
    case float32([Float])
    case int64([Int64])

    /// Number of values.
    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .int64(let values): values.count
      }
    }
  }

  /// Length of every axis; empty for a single number.
  public var shape: [Int]
  /// As many values as the product of `shape`.
  public var values: Values

  /// An array from its parts.
  ///
  /// Shapes: values [product of shape]
  public init(shape: [Int], values: Values) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for shape \(shape)")
    self.shape = shape
    self.values = values
  }

  /// A Float32 array.
  public init(_ values: [Float], shape: [Int]) { self.init(shape: shape, values: .float32(values)) }

  /// An Int64 array.
  public init(integers: [Int64], shape: [Int]) { self.init(shape: shape, values: .int64(integers)) }

  /// The values when they are Float32.
  public var floats: [Float]? { if case .float32(let values) = values { values } else { nil } }

  /// The values when they are Int64.
  public var integers: [Int64]? { if case .int64(let values) = values { values } else { nil } }
}
