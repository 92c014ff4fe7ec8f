import Foundation
import Learning
import TensorCore

extension Workload {
  /// The time from `--started-at`, a reading of the monotonic clock before the process was started, to the first
  /// forward pass of a training run. One process is one repetition.
  static func startup(_ family: any Architecture.Type, _ shape: ImageShape) -> Workload {
    Workload { arguments, _ in
      // As much as the first step needs, like PyTorch's side.
      let setup = try TrainingSetup(family, shape, batch: arguments.batch, batches: 1)
      let start = try arguments.integer("started-at", default: 0)
      _ = try TrainingLoop().run(
        network: setup.network, subset: setup.subset, recipe: setup.recipe, random: setup.random
      ) { _, _, _ in
        let seconds = Double(monotonicNanoseconds() - start) / 1e9
        answer(["seconds": [seconds], "peak_bytes": try ResidentMemory.peakBytes()])
        throw TurnsEnded()
      }
    }
  }
}

/// The clock of Python's `time.monotonic_ns`.
private func monotonicNanoseconds() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return now.tv_sec * 1_000_000_000 + now.tv_nsec
}
