import Foundation

@testable import Results

/// A report with everything in it: every part of every template is used.
enum SampleReport {
  static let methods = ["original", "random-init", "retrain", "finetune", "gradient-ascent", "random-label", "opc"]

  /// Plain stand-ins for measurements; only their shape matters.
  static func values(_ method: Int, _ column: Int) -> [Double] {
    (0..<3).map { seed in 20 + Double((method * 37 + column * 23) % 80) + Double(seed * (method + 1) % 4) * 0.41 }
  }

  static let main: Table = {
    var table = Table(
      name: "main", title: "Class forgetting on glyphs <&>", caption: "Forget classes 0, 1 and 2, convnet.",
      columns: [
        .text("method"),
        .init("UA", unit: "%", meaning: "100 − accuracy on the forget training samples."),
        .init("RA", unit: "%", meaning: "accuracy on the retain training samples."),
        .init("TA", unit: "%", meaning: "test accuracy over the retained classes."),
        .init("MIA", unit: "%"), .init("CKA", format: .fixed(3)), .init("time", unit: "s", format: .fixed(1)),
      ], footnotes: ["Trained on 10,000 of 10,000 images."], samples: .seeds([0, 1, 2]))
    for (index, method) in methods.enumerated() {
      var cells: [Table.Cell] = [.text(method)]
      for column in 1...6 { cells.append(.statistic(Statistic(values(index, column))!)) }
      if method == "original" { cells[6] = .missing("nothing was run") }
      if method == "opc" { cells[5] = .missing("undefined (zero variance)") }
      if method == "gradient-ascent" {
        cells =
          [.text(method)]
          + Array(repeating: .missing("failed: diverged at step 812 (loss NaN)", mark: "failed"), count: 6)
      }
      if method == "finetune" {
        cells[4] = .statistic(Statistic([81, 82.5])!, note: "n = 2 of 3; seed 1 failed: out of memory")
      }
      table.append(.init(cells, isControl: index < 2))
    }
    return table
  }()

  static let recovery: Table = {
    var table = Table(
      name: "recovery", title: "Recovery", caption: "Fitted on half of the test set.",
      columns: [.text("method"), .init("UA-FM", unit: "%"), .init("UA-HR", unit: "%"), .init("KR")],
      samples: .seeds([0, 1, 2]))
    table.append(
      .init(
        [.text("constant"), .number(66.7), .number(66.7), .missing("not part of this experiment")], isControl: true))
    for (index, method) in methods.enumerated() {
      table.append(
        .init(
          [
            .text(method), .statistic(Statistic(values(index, 1))!), .statistic(Statistic(values(index, 2))!),
            .missing("not part of this experiment"),
          ], isControl: index < 2))
    }
    return table
  }()

  static let chart = BarChart(
    name: "recovery", title: "Unlearned accuracy before and after recovery",
    caption: "Lower after an attack: it succeeded.",
    yLabel: "UA (%)", yRange: 0...110, groups: methods,
    bars: ["before", "feature mapping", "head recovery"].enumerated().map { index, name in
      .init(name, values: methods.indices.map { $0 == 4 ? nil : Statistic(values($0, index + 1)) })
    }, references: [.init("constant predictor", value: 66.7)])

  static let curves = LineChart(
    name: "loss", title: "Matching loss", caption: "Mean of three images; the band is one standard deviation.",
    xLabel: "iteration", yLabel: "1 − cosine", hasLogarithmicY: true,
    curves: ["retrain", "finetune", "opc"].enumerated().map { index, name in
      .init(
        name,
        mean: (0..<3).map { image in
          Series(
            name: name, xLabel: "iteration", x: (0..<60).map { Double($0) * 50 },
            y: (0..<60).map { exp(-Double($0) / (12 + 9 * Double(index))) + 0.004 * Double(image + 1) })
        })
    })

  static let grid: PictureGrid = {
    func picture(_ phase: Float) -> Picture {
      let pixels = (0..<32 * 32 * 3).map { index in
        let x = Float(index / 3 % 32)
        let y = Float(index / 96)
        return 0.5 + 0.5 * sin((x * 0.3 + y * 0.2) * (1 + Float(index % 3) * 0.2) + phase)
      }
      return Picture(pixels: pixels, height: 32, width: 32, channelCount: 3, layout: .channelsLast)
    }
    return PictureGrid(
      name: "inversion", title: "Originals and reconstructions",
      caption: "One image each, 4,000 iterations.",
      columnLabels: ["image 12", "image 905", "image 4411"],
      rows: ["original", "retrain", "gradient-ascent", "opc"].enumerated().map { index, label in
        .init(label, (0..<3).map { label == "opc" && $0 == 1 ? nil : picture(Float(index) + Float($0) * 2) })
      })
  }()

  static let cells: [CellRecord] = methods.enumerated().flatMap { index, method in
    (0..<3).map { seed in
      let suffix = "00000000000000\(["or", "in", "re", "fi", "ga", "rl", "op"][index])"
      let failed = method == "gradient-ascent" && seed == 0
      return Fixtures.record(
        "unlearn-\(seed == 0 ? suffix : "\(seed)" + suffix.dropFirst())", kind: .unlearn, method: method, seed: seed,
        status: failed ? .failed(reason: "diverged at step 812 (loss NaN)") : .done,
        notes: method == "random-label" ? ["retain accuracy collapsed: 31.2 % < 50 %"] : [])
    }
  }

  static let report = Report(
    title: "Class forgetting on glyphs <&>",
    subtitle:
      "Retraining, fine-tuning, gradient ascent, random label and OPC, each under two recovery attacks and gradient inversion.",
    provenance: [("Experiment", "experiments/quickstart.yaml"), ("Data", "glyphs, 10,000 train and 2,000 test images")]
      + Report.provenance(of: cells),
    tables: [main, recovery], figures: [chart.figure, curves.figure], grids: [grid], cells: cells,
    notes: ["Recovery is read against retrain and the constant predictor, not against zero."],
    reproduce: "git checkout abc1234\nlethe run experiments/quickstart.yaml")
}
