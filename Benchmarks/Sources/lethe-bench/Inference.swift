import Learning
import TensorCore

extension Workload {
  /// One repetition is `Network.predict` on one batch of 8-bit images.
  static func inference(_ family: any Architecture.Type, _ shape: ImageShape) -> Workload {
    Workload { arguments, gate in
      let batch = try arguments.batch
      let setup = try TrainingSetup(family, shape, batch: batch)
      let subset = setup.subset.prefix(batch)
      try gate.open()
      while true {
        _ = setup.network.predict(subset, batchSize: batch)
        try gate.repetitionEnded()
      }
    }
  }
}
