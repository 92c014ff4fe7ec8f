import Learning
import TensorCore

/// Guesses that need no gradient: what a reconstruction has to beat.
public enum InversionControl: String, Sendable, CaseIterable {
  /// Uniform noise in [0, 1].
  case noise
  /// The dataset's mean colour everywhere.
  case meanColour = "mean-colour"
  /// The mean of the label's other training images.
  case classMean = "class-mean"
  /// Another training image of the same label.
  case sameClass = "same-class"

  /// A guess at images of some labels; nil where no other image of a label exists.
  ///
  /// `data` are images that the attacker could have, such as the retain set; those at the positions `excluding` (the
  /// attacked ones) are left out.
  ///
  /// Shapes:    → [N, H, W, C] for N labels
  /// Range:     [0, 1]
  /// Random:    child named after the control, of it the child of the image's number
  public func images(
    labels: [Int32], normalisation: Normalisation, data: Subset, excluding: [Int] = [], random: RandomStream
  ) -> Tensor? {
    let excluded = Set(excluding)
    var guesses: [Tensor] = []
    for (number, label) in labels.enumerated() {
      var stream = random.child(rawValue).child(number)
      let shape = data.split.shape
      let size: Shape = [1, shape.height, shape.width, shape.channels]
      switch self {
      case .noise: guesses.append(Tensor.uniform(size, in: 0...1, random: &stream))
      case .meanColour:
        guesses.append(Tensor(normalisation.mean, shape: [normalisation.mean.count]).broadcast(to: size))
      case .classMean:
        let peers = data.filter { $1 == label && !excluded.contains($0) }
        guard let mean = meanImage(of: peers) else { return nil }
        guesses.append(mean)
      case .sameClass:
        let peers = data.filter { $1 == label && !excluded.contains($0) }
        guard !peers.isEmpty else { return nil }
        guesses.append(peers.batch(rows: [stream.integer(below: peers.count)]).images)
      }
    }
    return guesses.isEmpty ? nil : Tensor.concatenated(guesses, axis: 0)
  }

  /// The mean image of a subset, nil for none. Shapes: → [1, H, W, C]
  private func meanImage(of subset: Subset) -> Tensor? {
    guard !subset.isEmpty else { return nil }
    return withoutGradients {
      // In pieces, so that a class of thousands of images is never in memory as a whole.
      let pieces = stride(from: 0, to: subset.count, by: 512).map { start in
        subset.batch(rows: start..<min(start + 512, subset.count)).images.sum(axes: [0], keepingDimensions: true)
      }
      return pieces.dropFirst().reduce(pieces[0], +) * (1 / Double(subset.count))
    }
  }
}
