import TensorCore

/// How a tensor of the network lies in memory, seen from its place in a state dict on disk (PyTorch's layout).
public enum ParameterLayout: Equatable, Sendable {
  /// The same in memory and on disk: biases, normalisation scales and shifts, running statistics.
  case plain
  /// Memory [R, S, C, K] (HWIO), disk [K, C, R, S] (OIHW).
  case convolution
  /// Memory [in, out], disk [out, in].
  case linear
  /// The linear map behind a flatten of maps: memory rows run over (height, width, channel), disk columns over
  /// (channel, height, width).
  case flattenedLinear(ImageShape)

  /// The tensor as a state dict on disk holds it.
  ///
  /// Shapes:    convolution [R, S, C, K] → [K, C, R, S]; linear [in, out] → [out, in]; plain unchanged
  func toDisk(_ tensor: Tensor) -> Tensor {
    switch self {
    case .plain: return tensor
    case .convolution: return tensor.transposed([3, 2, 0, 1])
    case .linear: return tensor.transposed([1, 0])
    case .flattenedLinear(let maps):
      let outputs = tensor.shape[1]
      return tensor.reshaped([maps.height, maps.width, maps.channels, outputs])
        .transposed([3, 2, 0, 1]).reshaped([outputs, maps.count])
    }
  }

  /// The tensor as the network holds it; the inverse of `toDisk`.
  func toMemory(_ tensor: Tensor) -> Tensor {
    switch self {
    case .plain: return tensor
    case .convolution: return tensor.transposed([2, 3, 1, 0])
    case .linear: return tensor.transposed([1, 0])
    case .flattenedLinear(let maps):
      let outputs = tensor.shape[0]
      return tensor.reshaped([outputs, maps.channels, maps.height, maps.width])
        .transposed([2, 3, 1, 0]).reshaped([maps.count, outputs])
    }
  }

  /// The shape on disk of a tensor with `shape` in memory.
  func diskShape(of shape: Shape) -> Shape {
    switch self {
    case .plain: return shape
    case .convolution: return [shape[3], shape[2], shape[0], shape[1]]
    case .linear, .flattenedLinear: return [shape[1], shape[0]]
    }
  }
}

/// One trainable tensor of a network: a leaf whose gradient can be asked for.
///
/// Optimizers change the values in place (`tensor` keeps its storage), so a graph must not be used after a step.
public final class Parameter {
  /// The name in the state dict, as torchvision's: `layer1.0.conv1.weight`.
  public let name: String
  /// The values in the layout of memory.
  public private(set) var tensor: Tensor
  public let layout: ParameterLayout

  init(name: String, tensor: Tensor, layout: ParameterLayout) {
    self.name = name
    self.tensor = tensor.tracked()
    self.layout = layout
  }

  /// Copies `values` (memory layout, same shape) into the parameter.
  public func assign(_ values: Tensor) {
    precondition(
      values.shape == tensor.shape,
      "parameter \(name) has shape \(tensor.shape), the values to assign have \(values.shape)")
    tensor.updateCopy(from: values)
  }

  /// Some gradient or other tensor of this parameter's shape in the layout of disk.
  ///
  /// Shapes:    as the parameter in memory → as the parameter in a state dict
  public func diskLayout(of tensor: Tensor) -> Tensor { layout.toDisk(tensor) }
}
