import Results

/// A column that a report can show: where its number comes from and what it means.
struct ReportColumn: Sendable {
  let name: String
  /// The metric, of the form that `MeasuredRows` gives it: recoveries carry their attack in front.
  let metric: String
  let unit: String?
  let format: NumberFormat
  let meaning: String
  /// What has to be in the experiment for the column to exist.
  let source: Source
  /// Whether a table shows it that names no columns.
  let isShownByDefault: Bool

  enum Source: Equatable, Sendable {
    case evaluation(String)
    case recovery(String)
    case network
    /// What a method read, in letters.
    case reads
    case inversion
  }

  private init(
    _ name: String, _ metric: String? = nil, unit: String? = "%", _ format: NumberFormat = .fixed(2),
    from source: Source, byDefault isShownByDefault: Bool = true, _ meaning: String
  ) {
    self.name = name
    self.metric = metric ?? name
    self.unit = unit
    self.format = format
    self.meaning = meaning
    self.source = source
    self.isShownByDefault = isShownByDefault
  }

  /// The attack of a recovery column.
  var recovery: String? { if case .recovery(let attack) = source { attack } else { nil } }

  static let measured: [ReportColumn] = [
    .init("UA", from: .evaluation("accuracy"), "100 − accuracy on the forget training samples"),
    .init("UA-test", from: .evaluation("accuracy"), "100 − accuracy on the test samples of the forgotten classes"),
    .init("RA", from: .evaluation("accuracy"), "accuracy on the retain training samples"),
    .init(
      "TA", from: .evaluation("accuracy"), "test accuracy over the retained classes (all, unless classes are forgotten)"
    ),
    .init("TA-all", from: .evaluation("accuracy"), "test accuracy over all classes"),
    .init(
      "true-labels", from: .evaluation("accuracy"), byDefault: false,
      "accuracy on the forget samples under the dataset's labels, where they were trained with others"),
    .init("balanced-forget", from: .evaluation("accuracy"), "mean of the forget classes' accuracies, training samples"),
    .init(
      "AUC-forget", unit: nil, .fixed(3), from: .evaluation("accuracy"),
      "how well the logits of the forget classes tell them apart, one against the rest; 0.5 is chance"),
    .init(
      "MIA", from: .evaluation("mia-confidence"),
      "membership-inference efficacy on confidence: forget samples taken for non-members; the attack is trained on at most 5,000 retain samples and as many test samples (of the retained classes under class forgetting)"
    ),
    .init(
      "MIA-forgotten", from: .evaluation("mia-confidence"),
      "the same with test samples of the forgotten classes as non-members"),
    .init(
      "CKA-forget", unit: nil, .fixed(3), from: .evaluation("cka"),
      "linear CKA with the original's features, forget samples"),
    .init("CKA-retain", unit: nil, .fixed(3), from: .evaluation("cka"), "the same, retain samples"),
    .init("CKA-test", unit: nil, .fixed(3), from: .evaluation("cka"), "the same, test samples"),
    .init(
      "entropy-forget", unit: "nats", .fixed(3), from: .evaluation("representation"),
      "mean entropy of the prediction, forget samples"),
    .init("entropy-retain", unit: "nats", .fixed(3), from: .evaluation("representation"), "the same, retain samples"),
    .init(
      "entropy-certified", unit: "nats", .fixed(3), from: .evaluation("representation"),
      "entropy that the largest logit norm guarantees for every forget sample"),
    .init(
      "logit-norm-forget", unit: nil, .fixed(2), from: .evaluation("representation"),
      "mean L2 norm of the logits, forget samples"),
    .init(
      "feature-norm-forget", unit: nil, .fixed(2), from: .evaluation("representation"),
      "mean L2 norm of the features, forget samples"),
    .init(
      "feature-variance-forget", unit: nil, .fixed(3), from: .evaluation("representation"),
      "trace of the features' covariance, forget samples"),
    .init(
      "feature-rank-forget", unit: nil, .fixed(1), from: .evaluation("representation"),
      "effective rank of the features, forget samples"),
    .init(
      "UA-FM", "recover-feature-map/UA", from: .recovery("recover-feature-map"),
      "UA-test after feature mapping, evaluation half of the test set"),
    .init(
      "UA-HR", "recover-head/UA", from: .recovery("recover-head"),
      "UA-test after head recovery, evaluation half of the test set"),
    .init(
      "PSNR", unit: "dB", from: .inversion,
      "peak signal-to-noise ratio of the row's reconstructions, mean over images; for a method, of its update on a one-image request, whose options the plan lists apart"
    ),
    .init("SSIM", unit: nil, .fixed(3), from: .inversion, "structural similarity of the reconstruction"),
    .init("MSE", unit: nil, .scientific(2), from: .inversion, "mean squared pixel error of the reconstruction"),
    .init("FMSE", unit: nil, .scientific(2), from: .inversion, "mean squared error of the attacked network's features"),
    .init("steps", unit: nil, .fixed(0), from: .network, "optimizer steps"),
    .init("time", unit: "s", .fixed(1), from: .network, "run time of training or unlearning"),
  ]

  static let all = measured + ledger

  /// What forgetting cost and what it read: a table of its own, and columns of the main one where they are asked for.
  static let ledger: [ReportColumn] = [
    .init("reads", unit: nil, from: .reads, byDefault: false, LedgerLetters.legend),
    .init(
      "forget-passes", unit: nil, from: .network, byDefault: false,
      "how often a forget sample passed through a network on average, with a gradient or without"),
    .init("retain-passes", unit: nil, from: .network, byDefault: false, "the same, retain samples"),
    .init("validation-passes", unit: nil, from: .network, byDefault: false, "the same, validation samples"),
    .init("test-passes", unit: nil, from: .network, byDefault: false, "the same, test samples"),
    .init("samples-read", unit: nil, .fixed(0), from: .network, byDefault: false, "all of these passes, in samples"),
    .init(
      "gradients", "gradient-evaluations", unit: nil, .fixed(0), from: .network, byDefault: false,
      "loss gradients taken, one a batch or a pair of batches"),
    .init(
      "wall-time", unit: "s", .fixed(1), from: .network, byDefault: false,
      "time with set-up: loading the original, dividing the data, the method, its checks"),
    .init(
      "peak-memory", unit: "MB", .fixed(0), from: .network, byDefault: false,
      "largest resident memory of the process up to the method's end, the dataset in it"),
  ]

  var column: Table.Column {
    source == .reads
      ? .text(name, meaning: meaning) : Table.Column(name, unit: unit, format: format, meaning: meaning)
  }
}
