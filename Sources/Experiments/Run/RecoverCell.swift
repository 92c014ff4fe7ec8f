import Archive
import Evaluation
import Learning
import RecoveryAttack
import Results
import TensorCore

extension CellContext {
  /// One recovery attack on one network: builds the attacker's view, recovers, scores.
  func recover(_ work: RecoverWork) throws -> CellResult {
    let dataset = try dataset()
    let split = try self.split(work.split), partition = try split.requirePartition()
    let unlearned = try outputs("outputs"), original = try outputs("original")
    let variant = try Registry.recovery(work.attack).make(work.options)
    let plan = try CalibrationPlan(
      source: variant.source, retain: partition.retain.positions, forget: partition.forget.positions,
      testLabels: dataset.test.labels, forgetClasses: split.forgetClasses, random: work.random.makeStream())

    func features(_ part: OutputsFile.Split, _ rows: [Int]) -> SampleMatrix {
      SampleMatrix(rows: part.count, columns: part.featureCount, floats: part.features).selecting(rows: rows)
    }
    func part(_ file: OutputsFile) -> OutputsFile.Split { plan.split == .train ? file.train : file.test }
    let labels = part(original).labels
    let view = RecoveryView(
      unlearnedFeatures: features(part(unlearned), plan.calibration),
      originalFeatures: features(part(original), plan.calibration),
      labels: plan.calibration.map { Int32(labels[$0]) }, originalHead: try network("network").diskHead,
      evaluation: features(unlearned.test, plan.evaluation),
      forgetTraining: features(unlearned.train, partition.forget.positions))
    let recovered = try variant.recover(view)

    let scores = RecoveryScores(
      evaluation: LabelledLogits(
        logits: recovered.evaluationLogits, labels: plan.evaluation.map { dataset.test.labels[$0] }),
      forgetTraining: LabelledLogits(logits: recovered.forgetTrainingLogits, labels: partition.forget.labels),
      forgetClasses: split.forgetClasses)
    var file = split.file()
    file.parts.append(
      .init(
        name: "calibration", group: plan.split == .train ? .train : .test,
        positions: plan.calibration.map(Int64.init)))
    file.parts.append(.init(name: "evaluation", group: .test, positions: plan.evaluation.map(Int64.init)))
    try file.write(to: self.file("split.h5"))
    var result = result(scores, recovered.diagnostics)
    let forgotten = split.forgetClasses ?? []
    let constant = ConstantPredictor(
      labels: plan.evaluation.map { dataset.test.labels[$0] }.filter { forgotten.contains(Int($0)) },
      forgetClasses: forgotten)
    result.metrics["constant/UA"] = constant.bestUnlearnedAccuracy.recorded
    result.metrics["constant/balanced-forget"] = constant.balancedAccuracy.recorded
    result.metrics["constant/AUC-forget"] = constant.withinForgetAUC.recorded
    return result
  }

  private func result(_ scores: RecoveryScores, _ diagnostics: RecoveryDiagnostics) -> CellResult {
    var result = CellResult()
    result.metrics["UA"] = scores.forgetTest.unlearnedAccuracy.recorded
    result.metrics["UA-train"] = scores.forgetTraining.unlearnedAccuracy.recorded
    result.metrics["RA"] = scores.retainedAccuracy.recorded
    result.metrics["balanced-forget"] = scores.forgetTest.balancedAccuracy.recorded
    result.metrics["AUC-forget"] = scores.forgetTest.withinForgetAUC.recorded
    result.metrics["evaluation-count"] = MetricValue(Double(scores.forgetTest.count))
    result.metrics["calibration-count"] = MetricValue(Double(diagnostics.sampleCount))
    result.metrics["rank"] = MetricValue(Double(diagnostics.numericalRank))
    result.metrics["effective-rank"] = MetricValue(diagnostics.effectiveRank)
    result.metrics["condition"] =
      diagnostics.conditionNumber.map { MetricValue($0) } ?? .undefined(reason: "the features do not vary")
    result.statement["solver"] = "\(diagnostics.solver)"
    return result
  }
}

extension Network {
  /// The classifier on features in the order that `outputs.h5` stores them.
  var diskHead: AffineMap {
    let weight = headWeight.diskLayout(of: headWeight.tensor)  // [C, d]
    return AffineMap(
      inputCount: featureCount, weights: weight.transposed([1, 0]).floats, intercept: headBias.tensor.floats)
  }
}
