import Archive
import Evaluation
import Learning
import Results
import TensorCore

/// One network's stored outputs, cut up as a forget request says.
struct MeasuredOutputs {
  let file: OutputsFile
  let split: ResolvedSplit
  let partition: ForgetPartition

  init(_ file: OutputsFile, _ split: ResolvedSplit) throws {
    self.file = file
    self.split = split
    partition = try split.requirePartition()
  }

  private func logits(_ part: OutputsFile.Split) -> LabelledLogits {
    LabelledLogits(logits: part.logits, classCount: part.classCount, labels: part.labels.map { Int32($0) })
  }

  /// Training samples under the labels that they were trained with.
  private func logits(_ subset: Subset) -> LabelledLogits {
    let chosen = logits(file.train).selecting(rows: subset.positions)
    return LabelledLogits(logits: chosen.logits, labels: subset.labels)
  }

  private func features(_ part: OutputsFile.Split, _ rows: [Int]) -> SampleMatrix {
    SampleMatrix(rows: part.count, columns: part.featureCount, floats: part.features).selecting(rows: rows)
  }

  var forget: LabelledLogits { logits(partition.forget) }
  var retain: LabelledLogits { logits(partition.retain) }
  /// The forget samples under the dataset's labels.
  var forgetAsInDataset: LabelledLogits { logits(file.train).selecting(rows: partition.forget.positions) }
  var test: LabelledLogits { logits(file.test) }
  /// Test samples of the retained classes under class forgetting, all of them otherwise.
  var testOfRetained: LabelledLogits { split.forgetClasses.map { test.except(classes: $0) } ?? test }

  var forgetFeatures: SampleMatrix { features(file.train, partition.forget.positions) }
  var retainFeatures: SampleMatrix { features(file.train, partition.retain.positions) }
  var testFeatures: SampleMatrix { features(file.test, Array(0..<file.test.count)) }
  var forgetLogits: SampleMatrix {
    SampleMatrix(rows: file.train.count, columns: file.train.classCount, floats: file.train.logits)
      .selecting(rows: partition.forget.positions)
  }
}

extension CellContext {
  func evaluate(_ work: EvaluateWork) throws -> CellResult {
    let split = try self.split(work.split)
    let own = try MeasuredOutputs(outputs("outputs"), split)
    switch work.measurement {
    case "accuracy": return accuracy(own, isNoisy: work.split.noise != nil)
    case "mia-confidence": return membership(own)
    case "cka": return try alignment(own, MeasuredOutputs(outputs("original"), split))
    case "representation": return try representation(own)
    default: throw CellError.missing("a measurement named '\(work.measurement)'")
    }
  }

  private func accuracy(_ own: MeasuredOutputs, isNoisy: Bool) -> CellResult {
    let classes = own.split.forgetClasses
    let scores = AccuracyScores(forget: own.forget, retain: own.retain, test: own.test, forgetClasses: classes)
    let forget = ForgetScores(own.forget, classes: classes)
    var result = CellResult()
    for (name, value) in scores.columns { result.metrics[name] = value.recorded }
    result.metrics["balanced-forget"] = forget.balancedAccuracy.recorded
    result.metrics["AUC-forget"] = forget.withinForgetAUC.recorded
    if isNoisy { result.metrics["true-labels"] = own.forgetAsInDataset.accuracy.recorded }
    return result
  }

  private func membership(_ own: MeasuredOutputs) -> CellResult {
    var result = CellResult()
    // The published column: non-members are test samples, of the retained classes under class forgetting.
    result.metrics["MIA"] =
      membershipEfficacy(retain: own.retain, nonMembers: own.testOfRetained, forget: own.forget).recorded
    result.metrics["MIA-forgotten"] =
      own.split.forgetClasses.map { classes in
        membershipEfficacy(retain: own.retain, nonMembers: own.test.of(classes: classes), forget: own.forget).recorded
      } ?? .undefined(reason: "forgetting is not by class")
    return result
  }

  private func alignment(_ own: MeasuredOutputs, _ original: MeasuredOutputs) throws -> CellResult {
    var result = CellResult()
    result.metrics["CKA-forget"] = linearCKA(own.forgetFeatures, original.forgetFeatures).recorded
    result.metrics["CKA-retain"] = linearCKA(own.retainFeatures, original.retainFeatures).recorded
    result.metrics["CKA-test"] = linearCKA(own.testFeatures, original.testFeatures).recorded
    return result
  }

  private func representation(_ own: MeasuredOutputs) throws -> CellResult {
    var result = CellResult()
    let entropy = SoftmaxStatistics(own.forget).entropy, norms = RowNorms(own.forgetLogits)
    result.metrics["entropy-forget"] = Evaluation.MetricValue(meanOf: entropy).recorded
    result.metrics["entropy-retain"] =
      Evaluation.MetricValue(meanOf: SoftmaxStatistics(own.retain).entropy).recorded
    result.metrics["logit-norm-forget"] = norms.mean.recorded
    result.metrics["entropy-certified"] =
      norms.maximum.map {
        EntropyCertificate(logitNorm: $0, classCount: own.file.train.classCount).minimumEntropy
      }.recorded
    for (name, features) in [("forget", own.forgetFeatures), ("retain", own.retainFeatures)] {
      let statistics = try FeatureStatistics(features)
      result.metrics["feature-norm-\(name)"] = statistics.meanNorm.recorded
      result.metrics["feature-variance-\(name)"] = statistics.variance.recorded
      result.metrics["feature-rank-\(name)"] = statistics.effectiveRank.recorded
    }
    return result
  }
}

extension Evaluation.MetricValue {
  /// The same for a record.
  var recorded: Results.MetricValue {
    switch self {
    case .value(let number): Results.MetricValue(number)
    case .undefined(let reason): .undefined(reason: reason)
    }
  }
}
