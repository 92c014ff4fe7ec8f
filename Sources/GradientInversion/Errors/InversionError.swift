/// What an attacker's inputs can do to this module.
public enum InversionError: Error, Equatable, Sendable {
  case noImages
  case otherArchitecture(original: String, originalClasses: Int, unlearned: String, unlearnedClasses: Int)
  case wrongTensorCount(expected: Int, found: Int)
  case wrongShape(name: String, expected: [Int], found: [Int])
  case wrongLabelCount(expected: Int, found: Int)
  case labelOutOfRange(Int, classCount: Int)
  /// The options ask for known labels, and the view grants none.
  case labelsNotGranted
  case labelsNotInferable(imageCount: Int)
  case nonFiniteTarget(name: String)
  /// The target is zero everywhere: nothing was sent, or no weight moved.
  case vanishingTarget
  /// The candidate's own gradient is zero, so it has no direction to compare.
  case vanishingGradient(restart: Int, iteration: Int)
  case diverged(restart: Int, iteration: Int, quantity: String)
}
