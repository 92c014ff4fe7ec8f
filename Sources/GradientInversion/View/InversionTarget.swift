import Learning
import TensorCore

/// What an attacker tries to match: one tensor for each parameter of the network, and where they come from.
public struct InversionTarget {
  public enum Origin: Equatable, Sendable {
    /// The gradient of a mean cross-entropy.
    case gradient
    /// The change of the weights that an unlearning request made.
    case update(UpdateReading)
  }

  /// How a change of the weights was read as a gradient.
  public struct UpdateReading: Equatable, Sendable {
    /// `plus` or `minus`, never `auto`.
    public let sign: UpdateSign
    /// Whether the sign was chosen by the labels rather than given.
    public let isSignInferred: Bool
    /// Optimizer steps behind the change, when the attacker knows them.
    public let steps: Int?
    /// Running statistics that the request moved; the attack keeps the original's.
    public let movedBuffers: [String]
  }

  public let origin: Origin
  /// One tensor a parameter, in the network's order and memory layout.
  public let gradients: [Tensor]
  /// Whether the parameter enters the comparison.
  public let isEntering: [Bool]

  init(origin: Origin, gradients: [Tensor], isEntering: [Bool]) {
    self.origin = origin
    self.gradients = gradients
    self.isEntering = isEntering
  }

  /// Gradients that somebody observed; all parameters enter.
  ///
  /// Shapes:    one tensor a parameter of `network`, in its order and memory layout
  /// Throws:    `InversionError` `wrongTensorCount`, `wrongShape`, `nonFiniteTarget`, `vanishingTarget`
  public init(gradients: [Tensor], of network: Network) throws {
    let parameters = network.parameters
    guard gradients.count == parameters.count else {
      throw InversionError.wrongTensorCount(expected: parameters.count, found: gradients.count)
    }
    for (parameter, gradient) in zip(parameters, gradients) {
      guard gradient.shape == parameter.tensor.shape else {
        throw InversionError.wrongShape(
          name: parameter.name, expected: parameter.tensor.shape.dimensions, found: gradient.shape.dimensions)
      }
      guard gradient.allFinite else { throw InversionError.nonFiniteTarget(name: parameter.name) }
    }
    guard gradients.contains(where: { !isZero($0) }) else { throw InversionError.vanishingTarget }
    self.init(
      origin: .gradient, gradients: gradients.map { $0.detached() },
      isEntering: [Bool](repeating: true, count: gradients.count))
  }

  /// The gradient that training on these images would send: of the mean cross-entropy, with running statistics.
  ///
  /// Shapes:    images [N, H, W, C] in [0, 1], labels N
  /// Throws:    `InversionError` `nonFiniteTarget`, `vanishingTarget`
  public static func gradient(
    of network: Network, images: Tensor, labels: [Int32]
  ) throws -> InversionTarget {
    let parameters = network.parameters
    let loss = meanCrossEntropy(network.forward(images, mode: .evaluate).logits, labels: labels)
    let values = TensorCore.gradients(of: loss, withRespectTo: parameters.map(\.tensor))
    return try InversionTarget(gradients: values, of: network)
  }
}

/// Whether every element is exactly 0.
func isZero(_ tensor: Tensor) -> Bool { tensor.withFloats { $0.allSatisfy { $0 == 0 } } }
