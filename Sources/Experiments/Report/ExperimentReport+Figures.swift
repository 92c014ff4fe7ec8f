import Results

extension ExperimentReport {
  var figures: [Figure] {
    [recoveryFigure()].compactMap { $0 } + inversionLabels.compactMap(inversionFigure)
  }

  /// UA before and after each recovery, a group of bars a network: the figure of the OPC paper, with its controls.
  private func recoveryFigure() -> Figure? {
    let labels = recoveryLabels, networks = rows.measuredLabels
    guard !labels.isEmpty, !networks.isEmpty else { return nil }
    let aggregation = rows.networks()
    func statistics(_ metric: String, _ kinds: Set<CellRecord.Kind>) -> [Statistic?] {
      networks.map { Statistic(aggregation.values(row: $0, metric: metric, kinds: kinds).compactMap { $0 }) }
    }
    var bars = [BarChart.Bars("before", values: statistics("UA-test", [.evaluate]))]
    for label in labels {
      bars.append(BarChart.Bars("after \(Self.shortName(label))", values: statistics("\(label)/UA", [.recover])))
    }
    let constant = Statistic(
      aggregation.values(row: networks[0], metric: "\(labels[0])/constant/UA", kinds: [.recover]).compactMap { $0 })
    return BarChart(
      name: "recovery", title: "Unlearned accuracy before and after training-free recovery",
      caption: "\(scope) Test samples of the forgotten classes; after an attack, those of the evaluation half. Bars "
        + "show the mean over \(rows.repetitions.count) seed\(rows.repetitions.count == 1 ? "" : "s"), whiskers one standard deviation.",
      yLabel: "UA (%)", yRange: 0...100, groups: networks, bars: bars,
      references: constant.map { [ReferenceLevel("constant predictor", value: $0.mean)] } ?? []
    ).figure
  }

  /// The matching loss of every reconstruction over the iterations.
  private func inversionFigure(attack: String) -> Figure? {
    var curves: [LineChart.Curve] = []
    for label in rows.labels {
      let series = plan.rows.filter { $0.label == label }.flatMap(\.inversions).filter { $0.attack == attack }
        .compactMap { rows.records[$0.cell]?.series.first { $0.name == "matching-loss" } }
      if !series.isEmpty { curves.append(LineChart.Curve(label, mean: series)) }
    }
    guard !curves.isEmpty else { return nil }
    return LineChart(
      name: "matching-loss" + (inversionLabels.count > 1 ? "-\(attack)" : ""), title: "Matching loss: \(attack)",
      caption: "\(scope) Mean over images, band one standard deviation.", xLabel: "iteration",
      yLabel: "1 − cosine", hasLogarithmicY: true, curves: curves
    ).figure
  }
}
