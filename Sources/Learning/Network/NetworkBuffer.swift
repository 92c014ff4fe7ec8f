import TensorCore

/// State of a network that no gradient reaches: running statistics and the count of batches behind them.
public final class NetworkBuffer {
  public enum Content {
    /// `running_mean`, `running_var`: [C].
    case tensor(Tensor)
    /// `num_batches_tracked`.
    case counter(Int64)
  }

  /// The name in the state dict: `bn1.running_mean`.
  public let name: String
  public internal(set) var content: Content
  /// Whether the layer that this belongs to keeps it, and normalises with it, in `train` mode, too.
  ///
  /// A state of a run, not of the network: neither copied nor stored.
  public var isFrozen = false

  init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  /// The running statistic. A programmer error for a counter.
  public var tensor: Tensor {
    guard case .tensor(let tensor) = content else { preconditionFailure("buffer \(name) is a counter") }
    return tensor
  }

  /// The counter, nil for a running statistic.
  public var counter: Int64? {
    guard case .counter(let count) = content else { return nil }
    return count
  }

  /// Takes over the content of a buffer of the same name in a network of the same architecture.
  public func copy(from other: NetworkBuffer) {
    switch other.content {
    case .tensor(let values): tensor.updateCopy(from: values)
    case .counter(let count): content = .counter(count)
    }
  }
}

/// One entry of a state dict, in its order: parameters and buffers interleaved as PyTorch lists them.
enum StateEntry {
  case parameter(Parameter)
  case buffer(NetworkBuffer)

  var name: String {
    switch self {
    case .parameter(let parameter): return parameter.name
    case .buffer(let buffer): return buffer.name
    }
  }
}
