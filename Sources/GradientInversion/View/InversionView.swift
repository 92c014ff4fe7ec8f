import Learning
import TensorCore

/// Everything a gradient-inversion attacker may know: the threat model as a type.
///
/// The attacker holds the network before the request (white box, with its normalisation and running statistics), one
/// gradient or weight change for each of its parameters, the number and size of the images behind it, and possibly
/// their labels. Training data, the unlearning method and its options are not granted.
public struct InversionView {
  /// The network at θo; used with its running statistics.
  public let network: Network
  public let target: InversionTarget
  /// One label an image, nil when the attacker must infer them.
  public let labels: [Int32]?
  public let imageCount: Int

  /// Throws:    `InversionError` `wrongTensorCount` when the target is of another network, `wrongLabelCount`,
  ///            `labelOutOfRange`, `noImages`
  public init(network: Network, target: InversionTarget, labels: [Int32]?, imageCount: Int = 1) throws {
    guard imageCount >= 1 else { throw InversionError.noImages }
    guard target.gradients.count == network.parameters.count else {
      throw InversionError.wrongTensorCount(expected: network.parameters.count, found: target.gradients.count)
    }
    for (parameter, gradient) in zip(network.parameters, target.gradients)
    where gradient.shape != parameter.tensor.shape {
      throw InversionError.wrongShape(
        name: parameter.name, expected: parameter.tensor.shape.dimensions, found: gradient.shape.dimensions)
    }
    if let labels {
      guard labels.count == imageCount else {
        throw InversionError.wrongLabelCount(expected: imageCount, found: labels.count)
      }
      if let label = labels.first(where: { $0 < 0 || $0 >= network.classCount }) {
        throw InversionError.labelOutOfRange(Int(label), classCount: network.classCount)
      }
    }
    self.network = network
    self.target = target
    self.labels = labels
    self.imageCount = imageCount
  }

  /// Size of one image.
  public var imageShape: ImageShape { network.inputShape }

  /// Shape of what is reconstructed, [N, H, W, C].
  public var batchShape: Shape { [imageCount, imageShape.height, imageShape.width, imageShape.channels] }

  /// The threat model in words, as key and value, for a record.
  public var statement: [(key: String, value: String)] {
    var lines = [
      (key: "network", value: "\(network.architecture) before the request, running statistics"),
      (key: "images", value: "\(imageCount) of \(imageShape)"),
      (key: "labels", value: labels == nil ? "not known" : "known"),
    ]
    switch target.origin {
    case .gradient:
      lines.append((key: "target", value: "gradient of the mean cross-entropy"))
    case .update(let reading):
      let difference = reading.sign == .minus ? "original minus unlearned" : "unlearned minus original"
      lines.append((key: "target", value: "weight change, \(difference)"))
      lines.append((key: "sign", value: reading.sign.rawValue + (reading.isSignInferred ? " (inferred)" : " (given)")))
      lines.append((key: "steps", value: reading.steps.map(String.init) ?? "not known"))
      let moved = reading.movedBuffers.count
      lines.append(
        (key: "buffers", value: moved == 0 ? "none moved" : "\(moved) running statistics moved, the original's used"))
    }
    let absent = zip(network.parameters, target.isEntering).filter { !$0.1 }.map { $0.0.name }
    let entering = "\(target.isEntering.count - absent.count) of \(target.isEntering.count) tensors"
    lines.append(
      (key: "parameters", value: absent.isEmpty ? entering : entering + ", unmoved: " + absent.joined(separator: " ")))
    return lines
  }
}
