import Learning
import TensorCore

/// The end of a network, which a run changes, and the rest, which it does not.
///
/// Frozen parameters are not given to the optimizer, so that neither weight decay nor momentum reaches them.
struct LastBlocks {
  /// Of the last blocks, from the input on.
  let parameters: [Parameter]
  let buffers: [NetworkBuffer]
  let head: [Parameter]
  private let frozenBuffers: [NetworkBuffer]

  /// Throws:    `UnlearningError.tooFewBlocks`
  init(_ count: Int, of network: Network, method: String) throws {
    let blocks = NetworkBlocks(network)
    guard count <= blocks.trunk.count else {
      throw UnlearningError.tooFewBlocks(
        method: method, asked: count, architecture: network.architecture, blocks: blocks.trunk.map(\.name))
    }
    let chosen = blocks.trunk.suffix(count)
    parameters = chosen.flatMap(\.parameters)
    buffers = chosen.flatMap(\.buffers)
    head = blocks.head
    frozenBuffers = blocks.trunk.dropLast(count).flatMap(\.buffers)
  }

  /// Runs `body` while the batch normalisation of the frozen blocks stays as it is.
  func freezingStatistics<Result>(_ isFreezing: Bool, _ body: () throws -> Result) rethrows -> Result {
    for buffer in frozenBuffers { buffer.isFrozen = isFreezing }
    defer { for buffer in frozenBuffers { buffer.isFrozen = false } }
    return try body()
  }

  /// Takes over the values that a network of the same architecture has in these blocks, and in the head if asked for.
  func reset(to source: Network, withHead: Bool) {
    let parametersOfSource = Dictionary(uniqueKeysWithValues: source.parameters.map { ($0.name, $0) })
    let buffersOfSource = Dictionary(uniqueKeysWithValues: source.buffers.map { ($0.name, $0) })
    withoutGradients {
      for parameter in parameters + (withHead ? head : []) {
        parameter.assign(parametersOfSource[parameter.name]!.tensor)
      }
      for buffer in buffers { buffer.copy(from: buffersOfSource[buffer.name]!) }
    }
  }
}
