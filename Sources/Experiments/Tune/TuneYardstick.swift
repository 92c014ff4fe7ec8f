import Learning

/// What a search holds the forget accuracy against, by the request.
enum TuneYardstick: Equatable, Sendable {
  /// A network that never saw the classes answers none of their samples.
  case wholeClasses
  /// A network that never saw the samples treats them like held-out ones.
  case heldOut
  /// A network that never saw the wrong labels gives few of them.
  case wrongLabels

  /// The set of a run's own check that retention is taken from.
  var retained: String { self == .wholeClasses ? "validation-retained" : "validation" }

  func gap(forgetAccuracy: Double, retention: Double) -> Double {
    self == .heldOut ? abs(retention - forgetAccuracy) : forgetAccuracy
  }

  /// The gap, and the samples of retention, in words.
  var meaning: (gap: String, held: String) {
    switch self {
    case .wholeClasses: ("the forget accuracy itself", "held-out samples of the retained classes")
    case .heldOut: ("|retention − forget accuracy|", "held-out samples")
    case .wrongLabels: ("the forget accuracy itself, under the wrong labels", "held-out samples")
    }
  }
}

extension ForgetRequest {
  /// How a search judges this request, or why it cannot.
  var yardstick: Result<TuneYardstick, TuneError> {
    func refused(_ what: String, _ why: String, _ instead: String) -> Result<TuneYardstick, TuneError> {
      .failure(
        TuneError(
          description: "'tune' cannot judge \(what): \(why) — tune on \(instead), and give the options that it finds "
            + "under 'matrix.method'"))
    }
    switch self {
    case .classes: return .success(.wholeClasses)
    case .fraction, .count, .positions: return .success(.heldOut)
    case .noisyLabels: return .success(.wrongLabels)
    case .classShare:
      return refused(
        "a share of some classes", "a run is checked on held-out samples of all classes together",
        "the whole classes, or on random samples")
    case .ranked(let ranked):
      return refused(
        "the \(ranked.end.rawValue) samples", "held-out samples are no yardstick for samples chosen as extreme",
        "as many random samples")
    case .cluster:
      return refused(
        "a cluster", "held-out samples are no yardstick for samples chosen as alike", "as many random samples")
    case .sequence:
      return refused("a sequence", "a run's checks are of its last request alone", "one of its requests")
    }
  }
}
