import GradientInversion
import Learning
import TensorCore

extension Workload {
  /// One repetition is one iteration of the gradient-inversion attack on one image: the matching loss's gradient of
  /// order 2, total variation, a signed Adam step, the projection to valid pixels.
  static func inversion(_ family: any Architecture.Type, _ shape: ImageShape) -> Workload {
    Workload { arguments, gate in
      let batch = try arguments.batch
      let setup = try TrainingSetup(family, shape, batch: batch)
      let observed = setup.subset.prefix(batch).wholeBatch()
      let target = try InversionTarget.gradient(of: setup.network, images: observed.images, labels: observed.labels)
      let view = try InversionView(
        network: setup.network, target: target, labels: observed.labels, imageCount: batch)
      var options = GradientInversionOptions()
      // The turns end the run.
      options.iterations = 1_000_000
      options.reportInterval = 1
      let attack = try GradientInversionAttack(options: options)
      try gate.open()
      // Reports come in the middle of an iteration, so from one to the next is one iteration, whichever part of it.
      _ = try attack.reconstruct(view, random: setup.random.child("attack")) { _ in try gate.repetitionEnded() }
    }
  }
}
