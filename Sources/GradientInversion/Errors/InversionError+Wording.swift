import Foundation

extension InversionError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  /// What, where, and what to do about it.
  public var description: String {
    switch self {
    case .noImages:
      return "a reconstruction of no images was asked for; the image count must be at least 1"
    case .otherArchitecture(let original, let originalClasses, let unlearned, let unlearnedClasses):
      return "the original is a '\(original)' of \(originalClasses) classes, the unlearned network a '\(unlearned)' of "
        + "\(unlearnedClasses); a weight change needs two networks of one architecture and image size"
    case .wrongTensorCount(let expected, let found):
      return "the target holds \(found) tensors, the network has \(expected) parameters; "
        + "make the target from the network that is attacked"
    case .wrongShape(let name, let expected, let found):
      return "the target's tensor for '\(name)' has shape \(found), the parameter has \(expected); "
        + "make the target from the network that is attacked"
    case .wrongLabelCount(let expected, let found):
      return "\(found) labels for \(expected) images; give one label an image, or none"
    case .labelOutOfRange(let label, let classCount):
      return "label \(label) is outside 0..<\(classCount); labels count from 0"
    case .labelsNotGranted:
      return "the option 'labels' is 'known', but the attacker's view holds no labels; set it to 'inferred'"
    case .labelsNotInferable(let imageCount):
      return "the labels of \(imageCount) images cannot be read off a weight change, whose scale is unknown; "
        + "grant the labels, or attack one image at a time"
    case .nonFiniteTarget(let name):
      return "the target's tensor for '\(name)' holds NaN or an infinity; the network or the method diverged"
    case .vanishingTarget:
      return "the target is zero everywhere: the request moved no weight, so there is nothing to invert"
    case .vanishingGradient(let restart, let iteration):
      return "the candidate's gradient vanished at iteration \(iteration) of restart \(restart): the network's loss is "
        + "exactly flat there; start from another 'init' or attack a less trained network"
    case .diverged(let restart, let iteration, let quantity):
      return "the attack diverged at iteration \(iteration) of restart \(restart): the \(quantity) is not finite; "
        + "check the network's weights, or lower learning-rate or difference-step"
    }
  }
}
