import Learning

/// A network cut into blocks, the units in which layers are frozen.
///
/// A block is everything under one first name of the state dict (`layer4`, `conv2`, `fc1`), so a stage of a residual
/// network is one block; a normalisation that stands alone (`bn1`) belongs to the block before it. The head is no block.
struct NetworkBlocks {
  struct Block {
    let name: String
    var parameters: [Parameter] = []
    var buffers: [NetworkBuffer] = []
  }

  /// From the input to the features.
  let trunk: [Block]
  let head: [Parameter]

  init(_ network: Network) {
    let head = [network.headWeight, network.headBias]
    let headNames = Set(head.map(\.name))
    var blocks: [Block] = []
    var ownerOfNorm: [String: Int] = [:]
    for parameter in network.parameters where !headNames.contains(parameter.name) {
      let first = Self.firstName(parameter.name)
      if let index = ownerOfNorm[first] ?? blocks.firstIndex(where: { $0.name == first }) {
        blocks[index].parameters.append(parameter)
      } else if first.hasPrefix("bn"), !blocks.isEmpty {
        ownerOfNorm[first] = blocks.count - 1
        blocks[blocks.count - 1].parameters.append(parameter)
      } else {
        blocks.append(Block(name: first, parameters: [parameter]))
      }
    }
    for buffer in network.buffers {
      let first = Self.firstName(buffer.name)
      let index = ownerOfNorm[first] ?? blocks.firstIndex { $0.name == first }
      precondition(index != nil, "\(buffer.name) of \(network.architecture) belongs to no parameter's block")
      blocks[index!].buffers.append(buffer)
    }
    trunk = blocks
    self.head = head
  }

  private static func firstName(_ name: String) -> String { String(name.prefix { $0 != "." }) }
}
