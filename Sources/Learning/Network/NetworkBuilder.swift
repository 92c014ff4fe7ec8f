import TensorCore

/// Where the values of a network under construction come from.
enum ParameterSource {
  /// Fresh values; each parameter draws from the child stream that bears its name.
  case random(RandomStream)
  /// Zeros, to be overwritten at once (copies, checkpoints): no random numbers are spent.
  case zeros
}

/// Hands out the layers of an architecture and records their parameters and buffers in state-dict order.
///
/// An architecture calls the factory methods in the order in which the PyTorch module registers its children.
public final class NetworkBuilder {
  public let input: ImageShape
  public let classCount: Int
  public let architecture: String
  private let source: ParameterSource
  private(set) var entries: [StateEntry] = []

  init(architecture: String, input: ImageShape, classCount: Int, source: ParameterSource) {
    self.architecture = architecture
    self.input = input
    self.classCount = classCount
    self.source = source
  }

  /// A 2-d convolution, initialised as `initialisation` says; its bias, if any, as PyTorch's.
  public func convolution(
    _ name: String, from inputs: Int, to outputs: Int, size: Int, stride: Int = 1, padding: Int = 0,
    bias: Bool = true, initialisation: WeightInitialisation = .torchDefault
  ) -> Conv2d {
    let fanIn = inputs * size * size
    let weight = parameter(name + ".weight", [size, size, inputs, outputs], layout: .convolution) { shape, random in
      initialisation.draw(shape, fanIn: fanIn, fanOut: outputs * size * size, random: &random)
    }
    let biasParameter = bias ? uniformBias(name + ".bias", count: outputs, fanIn: fanIn) : nil
    return Conv2d(weight: weight, bias: biasParameter, stride: stride, padding: padding)
  }

  /// A bias-free convolution (He et al.'s normal initialisation, fan out), its batch normalisation and ReLU, as residual
  /// networks have them.
  func convolutionUnit(
    _ names: (convolution: String, norm: String), from inputs: Int, to outputs: Int, size: Int, stride: Int = 1,
    padding: Int = 0, relu: Bool, isReadInForm: Bool = false
  ) -> ConvolutionUnit {
    let convolution = convolution(
      names.convolution, from: inputs, to: outputs, size: size, stride: stride, padding: padding, bias: false,
      initialisation: .kaimingNormalFanOut)
    return ConvolutionUnit(
      convolution: convolution, norm: batchNorm(names.norm, channels: outputs), relu: relu,
      isReadInForm: isReadInForm)
  }

  /// A fully connected layer with PyTorch's initialisation.
  ///
  /// `flattened` names the maps that a `Flatten` before this layer flattened, so that the state dict on disk follows
  /// PyTorch's order of them.
  public func linear(
    _ name: String, from inputs: Int, to outputs: Int, flattened: ImageShape? = nil
  ) -> Linear {
    precondition(flattened.map { $0.count == inputs } ?? true, "\(name): \(inputs) inputs do not flatten \(flattened!)")
    let layout = flattened.map(ParameterLayout.flattenedLinear) ?? .linear
    let weight = parameter(name + ".weight", [inputs, outputs], layout: layout) { shape, random in
      WeightInitialisation.torchDefault.draw(shape, fanIn: inputs, fanOut: outputs, random: &random)
    }
    return Linear(weight: weight, bias: uniformBias(name + ".bias", count: outputs, fanIn: inputs))
  }

  /// Batch normalisation over [N, H, W]: scale 1, shift 0, running mean 0, running variance 1.
  public func batchNorm(_ name: String, channels: Int) -> BatchNorm2d {
    let scale = parameter(name + ".weight", [channels], layout: .plain) { shape, _ in Tensor.ones(shape) }
    let shift = parameter(name + ".bias", [channels], layout: .plain) { shape, _ in Tensor.zeros(shape) }
    let mean = buffer(name + ".running_mean", .tensor(Tensor.zeros([channels])))
    let variance = buffer(name + ".running_var", .tensor(Tensor.ones([channels])))
    let batches = buffer(name + ".num_batches_tracked", .counter(0))
    return BatchNorm2d(
      scale: scale, shift: shift, runningMean: mean, runningVariance: variance, batchesTracked: batches)
  }

  private func uniformBias(_ name: String, count: Int, fanIn: Int) -> Parameter {
    let bound = 1 / Double(fanIn).squareRoot()
    return parameter(name, [count], layout: .plain) { shape, random in
      Tensor.uniform(shape, in: -bound...bound, random: &random)
    }
  }

  private func parameter(
    _ name: String, _ shape: Shape, layout: ParameterLayout, draw: (Shape, inout RandomStream) -> Tensor
  ) -> Parameter {
    let values: Tensor
    switch source {
    case .random(let random):
      var stream = random.child(name)
      values = draw(shape, &stream)
    case .zeros:
      values = Tensor.zeros(shape)
    }
    let parameter = Parameter(name: name, tensor: values, layout: layout)
    entries.append(.parameter(parameter))
    return parameter
  }

  private func buffer(_ name: String, _ content: NetworkBuffer.Content) -> NetworkBuffer {
    let buffer = NetworkBuffer(name: name, content: content)
    entries.append(.buffer(buffer))
    return buffer
  }
}
