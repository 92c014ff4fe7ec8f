/// Which way a weight change is read as a gradient.
///
/// `plus` takes θu − θo, the gradient of a method that ascends the loss of the image to be forgotten; `minus` takes
/// θo − θu, the gradient of one that descends some loss on it; `auto` asks which of the two looks like the gradient
/// of a cross-entropy on the label known, or on any label.
public enum UpdateSign: String, Codable, Sendable, CaseIterable {
  case auto, plus, minus
}
