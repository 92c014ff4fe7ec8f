import Results

/// The records of a plan, laid out by table row and repetition.
///
/// A record can serve several rows (a base model, every method of its seed); each use is a copy, marked with its row.
/// Metrics of a recovery get the attack's label in front, those of a reconstruction are kept apart by image.
struct MeasuredRows {
  let plan: Plan
  let records: [String: CellRecord]
  /// One for each combination of seeds.
  let repetitions: [String]

  init(_ plan: Plan, records: [CellRecord]) {
    self.plan = plan
    self.records = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    var seen: [String] = []
    for row in plan.rows where !seen.contains(Self.repetition(row.seeds)) { seen.append(Self.repetition(row.seeds)) }
    repetitions = seen
  }

  /// Row labels: controls first, then the methods in the experiment's order.
  var labels: [String] {
    var labels: [String] = []
    for role in [PlanRow.Role.original, .retrain, .randomInit, .method] {
      for row in plan.rows where row.role == role && !labels.contains(row.label) { labels.append(row.label) }
    }
    return labels
  }

  func role(_ label: String) -> PlanRow.Role? { plan.rows.first { $0.label == label }?.role }

  /// Rows whose network is measured.
  var measuredLabels: [String] {
    labels.filter { label in
      plan.rows.contains { $0.label == label && !($0.evaluations.isEmpty && $0.recoveries.isEmpty) }
    }
  }

  /// One seed by its number, several by all four.
  static func repetition(_ seeds: Seeds) -> String {
    let all = [seeds.train, seeds.split, seeds.unlearn, seeds.attack]
    return Set(all).count == 1 ? "\(seeds.train)" : all.map(String.init).joined(separator: "/")
  }

  /// Everything about a row's network, averaged over seeds.
  func networks() -> Aggregation {
    var placed: [CellRecord] = []
    for row in plan.rows {
      let ids = [row.network, row.outputs].compactMap { $0 } + row.evaluations.map(\.value)
      for id in ids { if let record = records[id] { placed.append(mark(record, row)) } }
      for (label, id) in row.recoveries {
        guard var record = records[id] else { continue }
        record.metrics = Metrics(prefixing: record.metrics, with: label + "/")
        placed.append(mark(record, row))
      }
      if let record = meanOverImages(row) { placed.append(mark(record, row)) }
    }
    return aggregation(placed, repetitions: repetitions, noun: "seed")
  }

  /// The reconstructions of a row, averaged over images so that a seed has one number; the first attack's only.
  private func meanOverImages(_ row: PlanRow) -> CellRecord? {
    let attack = row.inversions.first?.attack
    let found = row.inversions.filter { $0.attack == attack }.compactMap { records[$0.cell] }
    guard var mean = found.first(where: { $0.failure == nil }) ?? found.first else { return nil }
    mean.metrics = [:]
    for metric in ["PSNR", "SSIM", "MSE", "FMSE"] {
      let values = found.compactMap { $0.metrics[metric]?.number }
      if !values.isEmpty { mean.metrics[metric] = MetricValue(values.reduce(0, +) / Double(values.count)) }
    }
    return mean
  }

  /// Everything about the reconstructions of one attack; a repetition is one image of one seed.
  func inversions(attack: String) -> Aggregation {
    var placed: [CellRecord] = []
    var images: [String] = []
    for row in plan.rows {
      for inversion in row.inversions where inversion.attack == attack {
        let repetition = imageRepetition(inversion, row)
        if !images.contains(repetition) { images.append(repetition) }
        guard var record = records[inversion.cell] else { continue }
        record.method = row.label + Self.separator + repetition
        placed.append(record)
      }
    }
    return aggregation(placed, repetitions: images, noun: repetitions.count == 1 ? "image" : "seed:image")
  }

  func imageRepetition(_ inversion: PlanRow.Inversion, _ row: PlanRow) -> String {
    repetitions.count == 1 ? "\(inversion.image)" : "\(Self.repetition(row.seeds)):\(inversion.image)"
  }

  private static let separator = "\u{1F}"

  private func mark(_ record: CellRecord, _ row: PlanRow) -> CellRecord {
    var record = record
    record.method = row.label + Self.separator + Self.repetition(row.seeds)
    return record
  }

  private func aggregation(_ placed: [CellRecord], repetitions: [String], noun: String) -> Aggregation {
    let reasons = failuresUpstream()
    let untrained = Set(plan.rows.filter { $0.role == .randomInit }.map(\.label))
    return Aggregation(
      placed, repetitions: repetitions, noun: noun,
      absent: { row, repetition in
        reasons[row + Self.separator + repetition] ?? (untrained.contains(row) ? "not trained" : "not run")
      }
    ) { record in
      let parts = (record.method ?? "").split(separator: Self.separator, maxSplits: 1).map(String.init)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }

  /// Why nothing of a row was run in a repetition: a cell that its network came from failed.
  private func failuresUpstream() -> [String: String] {
    var reasons: [String: String] = [:]
    for row in plan.rows {
      var pending = [row.network, row.outputs].compactMap { $0 }
      while let id = pending.popLast() {
        if let failure = records[id]?.failure {
          reasons[row.label + Self.separator + Self.repetition(row.seeds)] = "failed: \(failure)"
        }
        pending.append(contentsOf: plan.cell(id)?.inputs.values.map(\.id) ?? [])
      }
    }
    return reasons
  }

  /// Rows whose repetitions are one and the same network: their spread says nothing about training.
  var sharedNetworks: [String] {
    labels.filter { label in
      let networks = plan.rows.filter { $0.label == label }.compactMap(\.network)
      return networks.count > 1 && Set(networks).count == 1
    }
  }
}

extension Metrics {
  /// The same metrics under longer names.
  init(prefixing metrics: Metrics, with prefix: String) {
    self = [:]
    for (name, value) in metrics { self[prefix + name] = value }
  }
}
