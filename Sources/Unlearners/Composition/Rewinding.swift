import Foundation
import Learning

/// Goes back to the epoch after which the forget error was nearest to the error on unseen samples.
///
/// The reference is the last epoch's error on validation samples, weighted so that classes count as they do in the
/// forget set: what a network that never saw the forget set should get wrong of it. Of equally near epochs, the last.
///
/// Source:    Kurmanji et al. (2023), SCRUB+R; the weighting instead of a matched subset is ours: it needs no draw
final class Rewinding {
  struct Outcome {
    let epoch: Int
    let epochs: Int
    let forgetError: Double
    let reference: Double

    var note: UnlearningNote {
      .remark(
        String(
          format: "rewound to epoch %d of %d: forget error %.1f %%, on unseen samples %.1f %%", epoch, epochs,
          100 * forgetError, 100 * reference))
    }

    var diagnostics: [Diagnostic] {
      [
        Diagnostic("rewind-epoch", Double(epoch)), Diagnostic("rewind-forget-error", forgetError),
        Diagnostic("rewind-reference-error", reference),
      ]
    }
  }

  private let forget: Subset
  /// Validation samples of each class of the forget set, and that class's share of it.
  private let reference: [(samples: Subset, share: Double)]
  private var epochs: [(network: Network, forgetError: Double)] = []

  /// Throws:    `UnlearningError.noValidation` when no sample of a forgotten class was held out, `foreignLabels` when
  ///            the forget set's labels are not the dataset's: held-out samples keep theirs, and their error is no target
  init(_ task: UnlearningTask, method: String) throws {
    guard zip(task.forget.positions, task.forget.labels).allSatisfy({ task.forget.split.labels[$0] == $1 }) else {
      throw UnlearningError.foreignLabels(method: method, key: "rewind")
    }
    forget = task.forget
    let counts = task.forget.classCounts(task.dataset.classCount)
    let found = counts.indices.compactMap { label -> (samples: Subset, share: Double)? in
      guard counts[label] > 0, let held = task.validation?.ofClasses([label]), !held.isEmpty else { return nil }
      return (held, Double(counts[label]))
    }
    let total = found.reduce(0) { $0 + $1.share }
    guard total > 0 else { throw UnlearningError.noValidation(method: method, key: "rewind") }
    reference = found.map { ($0.samples, $0.share / total) }
  }

  /// Keeps the network after every epoch, and stops none.
  var rule: StopRule {
    { network, _ in
      self.epochs.append((network.copy(), 1 - (network.accuracy(on: self.forget) ?? 0)))
      return nil
    }
  }

  /// Puts the run's network back; nil when no epoch was run.
  func rewind(_ run: UnlearningRun) -> Outcome? {
    guard !epochs.isEmpty else { return nil }
    let network = run.network
    for part in reference { run.countReading(part.samples) }
    let target = reference.reduce(0) { $0 + $1.share * (1 - network.accuracy(on: $1.samples)!) }
    var best = 0
    for index in epochs.indices where abs(epochs[index].forgetError - target) <= abs(epochs[best].forgetError - target)
    {
      best = index
    }
    network.copyState(from: epochs[best].network)
    return Outcome(
      epoch: best + 1, epochs: epochs.count, forgetError: epochs[best].forgetError, reference: target)
  }
}
