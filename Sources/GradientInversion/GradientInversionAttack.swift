import Learning
import TensorCore

/// Reconstructs images from a gradient or a weight change.
///
/// Minimises 1 − cos(∇θ L(x, y), target) + λ·TV(x) over images by Adam on the sign of the gradient, within the box of
/// valid pixels, from random starts; the start with the lowest matching loss wins.
///
/// Source:    Geiping et al., "Inverting Gradients", 2020, equation (4) and released code; deviations in
///            docs/methods/gradient-inversion.md
public struct GradientInversionAttack: Sendable {
  public static let name = "gradient-inversion"
  public static let version = 2

  public let options: GradientInversionOptions

  /// Throws:    `LearningError.options` for values outside their rules
  public init(options: GradientInversionOptions = GradientInversionOptions()) throws {
    let problems = options.problems()
    guard problems.isEmpty else { throw LearningError.options(problems) }
    self.options = options
  }

  /// The best reconstruction of all restarts.
  ///
  /// Shapes:    → reconstruction [N, H, W, C]
  /// Random:    child "restart", of it the child of the restart's number; more restarts move no earlier one
  /// Throws:    `InversionError` `labelsNotGranted`, `labelsNotInferable`, `vanishingGradient`, `diverged`, and what
  ///            `progress` throws, which ends the attack
  public func reconstruct(
    _ view: InversionView, random: RandomStream, progress: (InversionProgress) throws -> Void = { _ in }
  ) throws -> InversionResult {
    let labels = try labels(of: view)
    let space = PixelSpace(view.network.normalisation)
    let target = zip(view.target.gradients, view.target.isEntering).filter(\.1).map(\.0)
    let matching = CosineMatching(model: MatchedModel(view, labels: labels, space: space), target: target)
    let clock = ContinuousClock()
    let begin = clock.now
    var runs: [(images: Tensor, record: InversionRestart)] = []
    for restart in 0..<options.restarts {
      var stream = random.child("restart").child(restart)
      let start = options.start.draw(view.batchShape, random: &stream)
      runs.append(
        try descend(from: start, restart: restart, matching: matching, space: space) { iteration, loss in
          let taken = restart * options.iterations + iteration
          try progress(
            InversionProgress(
              restart: restart, restartCount: options.restarts, iteration: iteration,
              iterationCount: options.iterations, matchingLoss: loss,
              secondsPerIteration: (clock.now - begin) / .seconds(1) / Double(max(taken, 1))))
        })
    }
    let elapsed = (clock.now - begin) / .seconds(1)
    let kept = runs.indices.min { runs[$0].record.matchingLoss < runs[$1].record.matchingLoss } ?? 0
    // Rounding on the way back may leave [0, 1] by one unit in the last place.
    let reconstruction = withoutGradients { space.pixels(runs[kept].images).clamped(to: 0...1) }
    return InversionResult(
      reconstruction: reconstruction, matchingLoss: runs[kept].record.matchingLoss,
      totalVariation: hasNeighbours(view) ? totalVariation(reconstruction).item() : 0, labels: labels,
      areLabelsInferred: options.label == .inferred, keptRestart: kept, restarts: runs.map(\.record),
      secondsPerIteration: elapsed / Double(options.restarts * options.iterations), statement: view.statement)
  }

  private func labels(of view: InversionView) throws -> [Int32] {
    switch options.label {
    case .inferred: return try view.inferLabels().labels
    case .known:
      guard let labels = view.labels else { throw InversionError.labelsNotGranted }
      return labels
    }
  }

  private func hasNeighbours(_ view: InversionView) -> Bool {
    view.imageShape.height >= 2 && view.imageShape.width >= 2
  }
}
