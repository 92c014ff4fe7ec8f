import TensorCore

/// Labels drawn uniformly for some samples, once or anew for every epoch.
///
/// Random:    the stream passed in, with a child an epoch (child 0 when drawn once); a draw a sample, in their order,
///            so that batches cannot change them
final class RandomLabels {
  private let truth: [Int32]
  private let classCount: Int
  private let trueLabel: RandomLabel.TrueLabel
  private let redraw: RandomLabel.Redraw
  private let random: RandomStream
  private var drawn: (epoch: Int, labels: [Int32])?

  init(
    truth: [Int32], classCount: Int, trueLabel: RandomLabel.TrueLabel, redraw: RandomLabel.Redraw,
    random: RandomStream
  ) {
    precondition(trueLabel == .allowed || classCount > 1, "no label but the true one among \(classCount) classes")
    self.truth = truth
    self.classCount = classCount
    self.trueLabel = trueLabel
    self.redraw = redraw
    self.random = random
  }

  /// A label for every sample.
  func labels(epoch: Int) -> [Int32] {
    let epoch = redraw == .once ? 0 : epoch
    if let drawn, drawn.epoch == epoch { return drawn.labels }
    var stream = random.child(epoch)
    let labels = truth.map { truth -> Int32 in
      guard trueLabel == .excluded else { return Int32(stream.integer(below: classCount)) }
      // Uniform over the other classes: draw among one fewer and step over the true one.
      let draw = Int32(stream.integer(below: classCount - 1))
      return draw < truth ? draw : draw + 1
    }
    drawn = (epoch, labels)
    return labels
  }
}
