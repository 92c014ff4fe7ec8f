import Archive
import TensorCore

extension StateArray {
  /// The values of a tensor as float32.
  init(_ tensor: Tensor) { self.init(tensor.floats, shape: tensor.shape.dimensions) }
}

extension Network {
  /// Parameters and buffers by name, in PyTorch's order and layout; last the projection, where there is one.
  public func stateDict() -> StateDict {
    withoutGradients {
      StateDict(
        entries.map { entry -> (name: String, array: StateArray) in
          switch entry {
          case .parameter(let parameter):
            return (parameter.name, StateArray(parameter.diskLayout(of: parameter.tensor)))
          case .buffer(let buffer):
            switch buffer.content {
            case .tensor(let tensor): return (buffer.name, StateArray(tensor))
            case .counter(let count): return (buffer.name, StateArray(integers: [count], shape: []))
            }
          }
        } + (projectionOnDisk.map { [(Self.projectionName, StateArray($0))] } ?? []))
    }
  }

  /// Takes over a state dict in PyTorch's layout, all of it or, on an error, nothing.
  ///
  /// `source` names the file in errors.
  ///
  /// Throws:    `LearningError` `missingTensors`, `unexpectedTensors`, `wrongShape`, `wrongType`, `nonFiniteTensor`
  public func load(_ state: StateDict, source: String) throws {
    let expected = Set(entries.map(\.name))
    let missing = entries.map(\.name).filter { state[$0] == nil }
    guard missing.isEmpty else {
      throw LearningError.missingTensors(source: source, architecture: architecture, names: missing)
    }
    let unexpected = state.names.filter { !expected.contains($0) && $0 != Self.projectionName }
    guard unexpected.isEmpty else {
      throw LearningError.unexpectedTensors(source: source, architecture: architecture, names: unexpected)
    }
    let changes = try entries.map { try change($0, to: state[$0.name]!, source: source) }
    let projection = try state[Self.projectionName].map {
      try checked($0, name: Self.projectionName, shape: [featureCount, featureCount], source: source)
    }
    for change in changes { change() }
    setProjection(onDisk: projection)
  }

  /// Checks one entry and returns what puts it in place.
  private func change(_ entry: StateEntry, to array: StateArray, source: String) throws -> () -> Void {
    switch entry {
    case .parameter(let parameter):
      let shape = parameter.layout.diskShape(of: parameter.tensor.shape)
      let values = try checked(array, name: parameter.name, shape: shape, source: source)
      return { withoutGradients { parameter.assign(parameter.layout.toMemory(values)) } }
    case .buffer(let buffer):
      switch buffer.content {
      case .tensor(let tensor):
        let values = try checked(array, name: buffer.name, shape: tensor.shape, source: source)
        return { tensor.updateCopy(from: values) }
      case .counter:
        guard let count = array.integers?.first, array.values.count == 1 else {
          throw LearningError.wrongType(
            source: source, name: buffer.name, expected: "one int64", found: Self.describe(array))
        }
        return { buffer.content = .counter(count) }
      }
    }
  }

  private func checked(_ array: StateArray, name: String, shape: Shape, source: String) throws -> Tensor {
    guard array.shape == shape.dimensions else {
      throw LearningError.wrongShape(source: source, name: name, expected: shape.dimensions, found: array.shape)
    }
    guard let floats = array.floats else {
      throw LearningError.wrongType(source: source, name: name, expected: "float32", found: Self.describe(array))
    }
    let values = Tensor(floats, shape: shape)
    guard values.allFinite else { throw LearningError.nonFiniteTensor(source: source, name: name) }
    return values
  }

  private static func describe(_ array: StateArray) -> String {
    switch array.values {
    case .float32: return "float32 \(array.shape)"
    case .int64: return "int64 \(array.shape)"
    }
  }
}
