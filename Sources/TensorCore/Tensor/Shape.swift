/// The extents of a tensor's axes, outermost first; `[]` is a scalar.
public struct Shape: Equatable, Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  public let dimensions: [Int]

  /// Extents are ≥ 0; at most eight axes.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 } && dimensions.count <= 8, "invalid shape \(dimensions)")
    self.dimensions = dimensions
  }

  public init(arrayLiteral elements: Int...) { self.init(elements) }

  public var rank: Int { dimensions.count }
  public var count: Int { dimensions.reduce(1, *) }

  /// Negative positions count from the end.
  public subscript(position: Int) -> Int { dimensions[position < 0 ? rank + position : position] }

  public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }

  /// Row-major strides in elements.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * dimensions[axis + 1] }
    return strides
  }

  /// The axis as a position from the front; negative axes count from the end.
  func normalized(axis: Int) -> Int {
    let position = axis < 0 ? axis + rank : axis
    precondition((0..<rank).contains(position), "axis \(axis) outside shape \(self)")
    return position
  }

  /// NumPy's rule: shapes aligned at their ends, an extent of 1 stretches.
  static func broadcast(_ a: Shape, _ b: Shape) -> Shape {
    let rank = max(a.rank, b.rank)
    return Shape(
      (0..<rank).map { i in
        let x = i < rank - a.rank ? 1 : a[i - (rank - a.rank)], y = i < rank - b.rank ? 1 : b[i - (rank - b.rank)]
        precondition(x == y || x == 1 || y == 1, "shapes \(a) and \(b) cannot be broadcast together")
        return x == 1 ? y : x
      })
  }

  /// Strides with which a tensor of this shape is read as if it had shape `target`: 0 along stretched axes.
  func strides(broadcastTo target: Shape) -> [Int] {
    let missing = target.rank - rank, own = strides
    precondition(missing >= 0, "shape \(self) cannot be broadcast to \(target)")
    return (0..<target.rank).map { i in
      guard i >= missing else { return 0 }
      let extent = self[i - missing]
      precondition(extent == target[i] || extent == 1, "shape \(self) cannot be broadcast to \(target)")
      return extent == 1 ? 0 : own[i - missing]
    }
  }
}
