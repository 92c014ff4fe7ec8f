import Foundation
import Results

extension ExperimentReport {
  /// How near the reconstructions of one attack come, beside guesses that use no gradient.
  func inversionTable(attack: String) -> Table {
    let aggregation = rows.inversions(attack: attack)
    let metrics: [(String, Table.Column)] = [
      ("PSNR", Table.Column("PSNR", unit: "dB", meaning: "factor 1 on [0, 1]")),
      ("SSIM", Table.Column("SSIM", format: .fixed(3), meaning: "structural similarity, 1 is identical")),
      ("MSE", Table.Column("MSE", format: .scientific(2), meaning: "mean squared pixel error")),
      (
        "FMSE",
        Table.Column("FMSE", format: .scientific(2), meaning: "mean squared error of the attacked network's features")
      ),
      ("matching-loss", Table.Column("loss", format: .scientific(2), meaning: "1 − cosine of the gradients")),
      (
        "label-inferred",
        Table.Column("label", format: .fixed(2), meaning: "share of labels that the head's gradient gives away")
      ),
      ("seconds-per-iteration", Table.Column("s/iteration", format: .fixed(3), meaning: "wall time")),
    ]
    var table = Table(
      name: "inversion" + (inversionLabels.count > 1 ? "-\(attack)" : ""), title: "Gradient inversion: \(attack)",
      caption: "\(scope) \(settings(of: attack)) A reconstruction says something only where it beats the controls.",
      columns: [.text("attacked")] + metrics.map(\.1),
      samples: Table.Samples(
        singular: aggregation.noun, plural: aggregation.noun + "s", labels: aggregation.repetitions))
    let attacked = rows.labels.filter { label in
      plan.rows.contains { $0.label == label && $0.inversions.contains { $0.attack == attack } }
    }
    for label in attacked {
      table.append(
        Table.Row(
          [.text(label)] + metrics.map { aggregation.cell(row: label, metric: $0.0, kinds: [.invert]) }))
    }
    guard let first = attacked.first else { return table }
    for control in ["noise", "mean-colour", "class-mean", "same-class"] {
      let cells: [Table.Cell] = metrics.map { metric, _ in
        ["PSNR", "SSIM", "MSE", "FMSE"].contains(metric)
          ? aggregation.cell(row: first, metric: "\(control)/\(metric)", kinds: [.invert])
          : .missing("a control matches no gradient")
      }
      table.append(Table.Row([.text(control)] + cells, isControl: true))
    }
    return table
  }

  /// The image, its reconstructions and the controls, a line an image.
  func pictureGrid(attack: String) -> PictureGrid? {
    let attacked = rows.labels.filter { label in
      plan.rows.contains { $0.label == label && $0.inversions.contains { $0.attack == attack } }
    }
    let controls = ["class-mean", "mean-colour", "noise"]
    var lines: [(label: String, pictures: [Picture?])] = []
    for repetition in rows.inversions(attack: attack).repetitions {
      var truth: Picture?
      var shared: [String: Picture] = [:]
      var found: [Picture?] = []
      for label in attacked {
        let samples = self.samples(attack: attack, label: label, repetition: repetition)
        truth = truth ?? samples["truth"]
        if shared.isEmpty { shared = samples }
        found.append(samples["reconstruction"])
      }
      guard truth != nil else { continue }
      lines.append(("image \(repetition)", [truth] + found + controls.map { shared[$0] }))
    }
    guard !lines.isEmpty else { return nil }
    return PictureGrid(
      name: "reconstructions" + (inversionLabels.count > 1 ? "-\(attack)" : ""), title: "Reconstructions: \(attack)",
      caption: "From left to right: the image, its reconstruction for each attacked network, then controls.",
      columnLabels: ["image"] + attacked + controls, rows: lines.map { PictureGrid.Row($0.label, $0.pictures) })
  }

  private func samples(attack: String, label: String, repetition: String) -> [String: Picture] {
    for row in plan.rows where row.label == label {
      for inversion in row.inversions
      where inversion.attack == attack && rows.imageRepetition(inversion, row) == repetition {
        let file = workspace.cell(inversion.cell).appending(path: SamplesFile.name)
        guard let samples = try? SamplesFile(reading: file) else { return [:] }
        return Dictionary(
          samples.images.map { image in
            (
              image.name,
              Picture(
                pixels: image.pixels, height: image.shape[1], width: image.shape[2], channelCount: image.shape[3],
                layout: .channelsLast)
            )
          }
        ) { first, _ in first }
      }
    }
    return [:]
  }

  private func settings(of attack: String) -> String {
    for row in plan.rows {
      for inversion in row.inversions where inversion.attack == attack {
        guard case .invert(let work)? = plan.cell(inversion.cell)?.work else { continue }
        let iterations = work.options["iterations"]?.integerValue.map { "\($0) iterations" }
        let restarts = work.options["restarts"]?.integerValue.map { "\($0) restart\($0 == 1 ? "" : "s")" }
        return "Target: \(work.target.rawValue), "
          + [iterations, restarts].compactMap { $0 }.joined(separator: ", ") + "."
      }
    }
    return ""
  }
}
