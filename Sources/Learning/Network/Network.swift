import TensorCore

/// What a network says about a batch.
public struct ForwardResult {
  /// The penultimate layer, [N, d].
  public let features: Tensor
  /// Class scores before softmax, [N, C].
  public let logits: Tensor
}

/// An image classifier: normalisation, a trunk that makes features and a linear head.
///
/// Not safe to share between threads: training changes it in place.
public final class Network {
  /// The architecture's name, as in configs and checkpoints.
  public var architecture: String { family.name }
  public let classCount: Int
  public let inputShape: ImageShape
  public let normalisation: Normalisation
  /// The maps whose flattening the features are (rows in height, width, channel order), nil otherwise.
  public let flattenedMaps: ImageShape?
  /// A linear map between the trunk and the head, [d, d]: features are the trunk's rows times this. Nil for none.
  public internal(set) var featureProjection: Tensor?
  let family: any Architecture.Type
  let entries: [StateEntry]
  private let body: NetworkBody
  private let normalise: Normalise

  init(
    _ family: any Architecture.Type, input: ImageShape, classCount: Int, normalisation: Normalisation,
    source: ParameterSource
  ) throws {
    guard classCount >= 1 else { throw LearningError.invalidClassCount(classCount) }
    guard
      normalisation.mean.count == input.channels, normalisation.std.count == input.channels,
      normalisation.std.allSatisfy({ $0 > 0 && $0.isFinite }), normalisation.mean.allSatisfy(\.isFinite)
    else { throw LearningError.invalidNormalisation(normalisation, channels: input.channels) }
    let make = NetworkBuilder(architecture: family.name, input: input, classCount: classCount, source: source)
    body = try family.assemble(make)
    entries = make.entries
    flattenedMaps = body.flattenedMaps
    normalise = Normalise(normalisation)
    self.family = family
    self.classCount = classCount
    self.inputShape = input
    self.normalisation = normalisation
  }

  /// Length of a feature row.
  public var featureCount: Int { body.head.weight.tensor.shape[0] }

  /// Trainable tensors in state-dict order.
  public var parameters: [Parameter] {
    entries.compactMap { entry in
      guard case .parameter(let parameter) = entry else { return nil }
      return parameter
    }
  }

  /// Running statistics in state-dict order.
  public var buffers: [NetworkBuffer] {
    entries.compactMap { entry in
      guard case .buffer(let buffer) = entry else { return nil }
      return buffer
    }
  }

  /// Number of trainable values.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

  /// The head's weight, [d, C] in memory.
  public var headWeight: Parameter { body.head.weight }

  /// The head's bias, [C].
  public var headBias: Parameter { body.head.bias }

  /// Features and logits of a batch.
  ///
  /// Shapes:    images [N, H, W, C] → features [N, d], logits [N, classCount]
  /// Range:     images in [0, 1]
  /// Gradient:  with respect to images and parameters; any order in `evaluate` mode
  public func forward(_ images: Tensor, mode: Mode) -> ForwardResult {
    let features = features(images, mode: mode)
    return ForwardResult(features: features, logits: head(features))
  }

  /// Features of a batch.
  ///
  /// Shapes:    images [N, H, W, C] → [N, d]
  /// Range:     images in [0, 1]
  public func features(_ images: Tensor, mode: Mode) -> Tensor {
    precondition(
      images.shape.rank == 4
        && images.shape == [images.shape[0], inputShape.height, inputShape.width, inputShape.channels],
      "\(architecture) takes images [N, \(inputShape.height), \(inputShape.width), \(inputShape.channels)], "
        + "not \(images.shape)")
    let features = body.trunk(normalise(images, mode: mode), mode: mode)
    return featureProjection.map { matmul(features, $0) } ?? features
  }

  /// Logits of features.
  ///
  /// Shapes:    features [N, d] → [N, classCount]
  public func head(_ features: Tensor) -> Tensor { body.head(features, mode: .evaluate) }

  /// An independent network with the same values.
  public func copy() -> Network {
    let twin = emptyTwin()
    twin.copyState(from: self)
    return twin
  }

  /// A network of the same architecture with fresh weights.
  ///
  /// Random:    each parameter draws from the child of `random` that bears its name
  public func reinitialised(random: RandomStream) -> Network { twin(source: .random(random)) }

  /// A network of the same architecture, all parameters zero.
  func emptyTwin() -> Network { twin(source: .zeros) }

  /// A network of the same architecture, with as many outputs as this one unless told otherwise.
  func twin(source: ParameterSource, classCount: Int? = nil) -> Network {
    do {
      return try Network(
        family, input: inputShape, classCount: classCount ?? self.classCount, normalisation: normalisation,
        source: source)
    } catch {
      preconditionFailure("\(architecture) was assembled before for the same images: \(error)")
    }
  }

  /// Takes over parameters, buffers and projection of a network of the same architecture.
  public func copyState(from other: Network) {
    precondition(entries.count == other.entries.count, "copying \(other.architecture) into \(architecture)")
    withoutGradients {
      for (mine, theirs) in zip(entries, other.entries) {
        switch (mine, theirs) {
        case (.parameter(let mine), .parameter(let theirs)): mine.assign(theirs.tensor)
        case (.buffer(let mine), .buffer(let theirs)): mine.copy(from: theirs)
        default: preconditionFailure("copying \(theirs.name) of \(other.architecture) into \(mine.name)")
        }
      }
    }
    featureProjection = other.featureProjection?.copy()
  }

  /// The name of the first parameter or buffer that holds NaN or an infinity, nil when all values are finite.
  public var firstNonFiniteTensor: String? {
    entries.first { entry in
      switch entry {
      case .parameter(let parameter): return !parameter.tensor.allFinite
      case .buffer(let buffer):
        guard case .tensor(let tensor) = buffer.content else { return false }
        return !tensor.allFinite
      }
    }?.name ?? (featureProjection?.allFinite == false ? Self.projectionName : nil)
  }
}
