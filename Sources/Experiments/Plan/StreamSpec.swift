import TensorCore

/// A random stream by its seed and the names of the branches that lead to it: what a cell records of its randomness.
public struct StreamSpec: Codable, Hashable, Sendable {
  public var seed: Int
  public var path: [String]

  public init(seed: Int, path: [String]) {
    self.seed = seed
    self.path = path
  }

  /// The stream itself.
  public func makeStream() -> RandomStream {
    path.reduce(RandomStream(seed: UInt64(bitPattern: Int64(seed)))) { $0.child($1) }
  }
}
