import Evaluation
import Foundation
import GradientInversion
import Learning
import Results
import TensorCore

extension CellContext {
  /// Reconstructs one training image from a gradient, or from the weight change by which a method forgot it.
  func invert(_ work: InvertWork) throws -> CellResult {
    let dataset = try dataset()
    let image = Subset(split: dataset.train, positions: [work.image]), truth = image.wholeBatch()
    let attack = try GradientInversionAttack(options: work.options.decoded(as: GradientInversionOptions.self))
    let network = try network(work.target == .gradient ? "network" : "original")
    let granted = attack.options.label == .known ? truth.labels : nil
    let view = try self.view(work, network: network, truth: truth, granted: granted, attack: attack)

    let random = work.random.makeStream()
    var quarters = 0
    let found = try attack.reconstruct(view, random: random) { state in
      try Interruption.check()
      let done = state.restart * state.iterationCount + state.iteration
      let passed = 4 * done / (state.restartCount * state.iterationCount)
      if passed > quarters {
        quarters = passed
        progress.milestone(
          "iteration \(state.iteration)/\(state.iterationCount), restart \(state.restart + 1): "
            + String(format: "matching loss %.6f", state.matchingLoss))
      }
      let left =
        state.secondsPerIteration
        * Double(state.restartCount * state.iterationCount - done)
      progress.update(
        "iteration \(state.iteration)/\(state.iterationCount), "
          + String(
            format: "matching loss %.6f, %.0f ms/iteration, ", state.matchingLoss, 1e3 * state.secondsPerIteration)
          + "\(Progress.duration(left)) left")
    }
    var result = CellResult()
    var samples = [("truth", truth.images), ("reconstruction", found.reconstruction)]
    score(found, truth: truth, network: network, into: &result)
    // Scored by an attacker who was told no label, sign of an update included.
    let blind = try self.view(work, network: network, truth: truth, granted: nil, attack: attack)
    let inferred = try? blind.inferLabels()
    result.metrics["label-inferred"] = inferred.map { MetricValue($0.labels == truth.labels ? 1 : 0) }
    scoreControls(
      truth, of: dataset, network: network, random: random.child("controls"), samples: &samples, into: &result)
    try SamplesFile(samples).write(to: file(SamplesFile.name))
    result.artefacts.append(SamplesFile.name)
    for line in found.statement { result.statement[line.key] = line.value }
    let series = found.restarts[found.keptRestart].series
    result.series.append(
      Series(
        name: "matching-loss", xLabel: "iteration", x: series.map { Double($0.iteration) },
        y: series.map(\.matchingLoss)))
    return result
  }

  /// What the attacker sees; `granted` are the labels that it is told.
  private func view(
    _ work: InvertWork, network: Network, truth: Batch, granted: [Int32]?, attack: GradientInversionAttack
  ) throws -> InversionView {
    switch work.target {
    case .gradient:
      return try InversionView(
        network: network, target: .gradient(of: network, images: truth.images, labels: truth.labels), labels: granted)
    case .update:
      let steps = try inputRecord("unlearned").metrics["steps"]?.number.map { Int($0) }
      return try InversionView(
        original: network, unlearned: try self.network("unlearned"), labels: granted, sign: attack.options.updateSign,
        steps: steps)
    }
  }

  private func score(_ found: InversionResult, truth: Batch, network: Network, into result: inout CellResult) {
    addSimilarity(of: found.reconstruction, to: truth.images, prefix: "", into: &result)
    result.metrics["FMSE"] = MetricValue(featureMeanSquaredError(of: network, found.reconstruction, truth.images))
    result.metrics["matching-loss"] = MetricValue(found.matchingLoss)
    result.metrics["total-variation"] = MetricValue(found.totalVariation)
    result.metrics["seconds-per-iteration"] = MetricValue(found.secondsPerIteration)
  }

  /// What a guess without any gradient would score: a reconstruction has to beat all of these.
  private func scoreControls(
    _ truth: Batch, of dataset: ImageDataset, network: Network, random: RandomStream,
    samples: inout [(String, Tensor)], into result: inout CellResult
  ) {
    for control in InversionControl.allCases {
      // No other image of the class: the control does not exist, and the table says so.
      guard
        let guess = control.images(
          labels: truth.labels, normalisation: dataset.normalisation, data: dataset.train.whole(),
          excluding: truth.positions, random: random)
      else { continue }
      addSimilarity(of: guess, to: truth.images, prefix: "\(control.rawValue)/", into: &result)
      result.metrics["\(control.rawValue)/FMSE"] =
        MetricValue(featureMeanSquaredError(of: network, guess, truth.images))
      samples.append((control.rawValue, guess))
    }
  }

  private func addSimilarity(
    of guess: Tensor, to truth: Tensor, prefix: String, into result: inout CellResult
  ) {
    let a = guess.floats, b = truth.floats
    result.metrics[prefix + "PSNR"] = peakSignalToNoiseRatio(a, b).recorded
    result.metrics[prefix + "SSIM"] =
      structuralSimilarity(a, b, height: truth.shape[1], width: truth.shape[2], channels: truth.shape[3]).recorded
    result.metrics[prefix + "MSE"] = meanSquaredError(a, b).recorded
  }
}
