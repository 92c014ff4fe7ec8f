import Results

/// What one run says about forgetting and retention, from held-out samples and the forget set alone: retraining, which
/// a user cannot afford, has no part in it.
///
/// Forgetting classes, a network that never saw them answers none of them: the gap is the forget accuracy, and
/// retention the accuracy on held-out samples of the other classes. Forgetting wrong labels, such a network gives few of
/// them: the gap is the forget accuracy under these labels, and retention that on all held-out samples, whose labels are
/// right. Of samples that are like held-out ones, it treats the forget set like those: the gap is the distance of both
/// accuracies. Other requests are not searched (`ForgetRequest.yardstick`). Both are joined by the adaptive unlearning
/// score, AUS = (1 − (retention of the original − retention)) / (1 + gap). It passes 1 where unlearning went on training
/// an original that was not done.
///
/// Range:     accuracies and gap in percent; score in [0, 2], higher is better
/// Source:    Cotogni et al., "DUCK" (2023), as in ERASURE (methods.md C.5); validation samples stand for the test set
struct TuneObjective: Equatable, Sendable {
  var forgetAccuracy: Double
  /// On held-out samples: of the retained classes under class forgetting.
  var retention: Double
  var originalRetention: Double
  var gap: Double
  var score: Double

  init(forgetAccuracy: Double, retention: Double, originalRetention: Double, yardstick: TuneYardstick) {
    self.forgetAccuracy = forgetAccuracy
    self.retention = retention
    self.originalRetention = originalRetention
    gap = yardstick.gap(forgetAccuracy: forgetAccuracy, retention: retention)
    score = (1 - (originalRetention - retention) / 100) / (1 + gap / 100)
  }

  /// Nil where the record lacks one of the accuracies, which every run with a validation set has.
  init?(_ record: CellRecord, yardstick: TuneYardstick) {
    let held = yardstick.retained
    guard let forget = record.metrics["checked-forget"]?.number,
      let after = record.metrics["checked-\(held)"]?.number,
      let before = record.metrics["checked-\(held)-before"]?.number
    else { return nil }
    self.init(forgetAccuracy: forget, retention: after, originalRetention: before, yardstick: yardstick)
  }
}

/// Which of some points no other is better than.
enum ParetoFront {
  /// Places of the points that no other equals or beats in everything while beating it in something; equal points are
  /// all on the front.
  ///
  /// Shapes:    points [N][K], smaller is better in each of the K → places, ascending
  static func places(_ points: [[Double]]) -> [Int] {
    points.indices.filter { candidate in
      !points.contains { other in
        zip(other, points[candidate]).allSatisfy { $0 <= $1 } && zip(other, points[candidate]).contains { $0 < $1 }
      }
    }
  }
}
