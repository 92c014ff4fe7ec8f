/// Records gathered into the cells of a table: rows by label, numbers averaged over repetitions, holes with reasons.
public struct Aggregation: Sendable {
  /// What a repetition of a row says about one metric.
  private enum Outcome {
    case value(Double)
    case failed(String)
    case undefined(String)
  }

  /// The repetitions that every row should have, such as the seeds, in order.
  public let repetitions: [String]
  /// What a repetition is called in a footnote, such as "seed".
  public let noun: String
  private var groups: [String: [String: [CellRecord]]] = [:]
  private let absent: @Sendable (_ row: String, _ repetition: String) -> String

  /// Groups the records.
  ///
  /// `place` tells the row and the repetition of a record, nil for a record that the table does not concern. `absent`
  /// gives the reason where no record has the metric, such as a failure further up.
  public init(
    _ records: [CellRecord], repetitions: [String], noun: String = "seed",
    absent: @escaping @Sendable (_ row: String, _ repetition: String) -> String = { _, _ in "not run" },
    place: (CellRecord) -> (row: String, repetition: String)?
  ) {
    self.repetitions = repetitions
    self.noun = noun
    self.absent = absent
    for record in records {
      guard let (row, repetition) = place(record) else { continue }
      groups[row, default: [:]][repetition, default: []].append(record)
    }
  }

  /// The records of a row, in the order of the repetitions.
  public func records(_ row: String) -> [CellRecord] {
    repetitions.flatMap { groups[row]?[$0] ?? [] }
  }

  /// A metric of a row, averaged over the repetitions.
  ///
  /// `kinds` limits where the metric is looked for; a failed training, unlearning or outputs cell of the row counts as
  /// the reason of a hole in any case. A row with some holes is averaged over the rest and says so in a footnote.
  public func cell(row: String, metric: String, kinds: Set<CellRecord.Kind>? = nil) -> Table.Cell {
    var values: [Double] = []
    var holes: [(repetition: String, reason: String, isFailure: Bool)] = []
    for repetition in repetitions {
      switch outcome(row: row, repetition: repetition, metric: metric, kinds: kinds) {
      case .value(let value): values.append(value)
      case .failed(let reason): holes.append((repetition, "failed: \(reason)", true))
      case .undefined(let reason): holes.append((repetition, reason, false))
      }
    }
    let reason = describe(holes.map { ($0.repetition, $0.reason) })
    guard let statistic = Statistic(values) else {
      let hasFailed = holes.contains(where: \.isFailure)
      return .missing(reason.isEmpty ? "no repetition was asked for" : reason, mark: hasFailed ? "failed" : "—")
    }
    let note = holes.isEmpty ? nil : "n = \(values.count) of \(repetitions.count); \(reason)"
    return .statistic(statistic, note: note)
  }

  /// The values of a metric by repetition, nil for a hole: for figures, and for differences between rows.
  public func values(row: String, metric: String, kinds: Set<CellRecord.Kind>? = nil) -> [Double?] {
    repetitions.map { repetition in
      guard case .value(let value) = outcome(row: row, repetition: repetition, metric: metric, kinds: kinds) else {
        return nil
      }
      return value
    }
  }

  /// A metric of a row minus that of a reference row, repetition by repetition: recovery relative to retraining.
  public func difference(
    row: String, reference: String, metric: String, kinds: Set<CellRecord.Kind>? = nil
  ) -> Table.Cell {
    let pairs = zip(
      values(row: row, metric: metric, kinds: kinds), values(row: reference, metric: metric, kinds: kinds))
    let differences = pairs.compactMap { value, base in value.flatMap { value in base.map { value - $0 } } }
    guard let statistic = Statistic(differences) else {
      let own = cell(row: row, metric: metric, kinds: kinds)
      if case .missing = own.content { return own }
      return .missing("'\(reference)' has no \(metric) to compare with")
    }
    let isComplete = differences.count == repetitions.count
    return .statistic(statistic, note: isComplete ? nil : "n = \(differences.count) of \(repetitions.count) pairs")
  }

  private func outcome(
    row: String, repetition: String, metric: String, kinds: Set<CellRecord.Kind>?
  ) -> Outcome {
    let candidates = groups[row]?[repetition] ?? []
    let relevant = candidates.filter { kinds?.contains($0.kind) ?? true }
    let holders = relevant.filter { $0.metrics[metric] != nil && $0.failure == nil }
    if holders.count > 1 {
      // An average here would hide that two different measurements were given the same place.
      return .undefined("ambiguous: \(holders.map(\.id).sorted().joined(separator: ", ")) all have \(metric)")
    }
    switch holders.first?.metrics[metric] {
    case .number(let value): return .value(value)
    case .undefined(let reason): return .undefined("undefined (\(reason))")
    case nil: break
    }
    let upstream: Set<CellRecord.Kind> = [.train, .unlearn, .outputs]
    let failures = candidates.filter { (kinds?.contains($0.kind) ?? true) || upstream.contains($0.kind) }
      .compactMap(\.failure)
    return failures.first.map { .failed($0) } ?? .undefined(absent(row, repetition))
  }

  /// Reasons with the repetitions that they concern; without them where one reason holds for all.
  private func describe(_ holes: [(repetition: String, reason: String)]) -> String {
    var grouped: [(reason: String, repetitions: [String])] = []
    for hole in holes {
      if let index = grouped.firstIndex(where: { $0.reason == hole.reason }) {
        grouped[index].repetitions.append(hole.repetition)
      } else {
        grouped.append((hole.reason, [hole.repetition]))
      }
    }
    if let only = grouped.first, grouped.count == 1, only.repetitions.count == repetitions.count {
      return only.reason
    }
    return grouped.map { "\(noun) \(Table.ranges($0.repetitions)) \($0.reason)" }.joined(separator: "; ")
  }
}
