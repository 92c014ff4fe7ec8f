import Archive
import Foundation
import Learning
import Results
import Unlearners

/// `request.json`: what an auditor needs to see that one forget request was carried out and checked.
struct RequestRecord {
  static let fileName = "request.json"
  static let format = "lethe.request"
  static let formatVersion = 1

  let cell: Cell
  let work: UnlearnWork
  let task: UnlearningTask
  let result: UnlearningResult
  let checks: [RequestCheck]
  let accuracy: [CheckedAccuracy]
  /// Digest of the original's weights before the method ran.
  let original: String
  let wallTime: Double
  let peakMemory: Int?
  let finished: Date

  var isVerified: Bool { checks.allSatisfy { $0.problem == nil } }

  /// Throws:    `EncodingError`, for a number that JSON cannot hold
  func json() throws -> JSONValue {
    guard let forget = work.split.forget else { throw CellError.missing("a forget request") }
    var sets = ["forget": SampleDigest(task.forget).json, "retain": SampleDigest(task.retain).json]
    if let validation = task.validation { sets["validation"] = SampleDigest(validation).json }
    return .object([
      "format": .string(Self.format), "format_version": .integer(Self.formatVersion), "cell": .string(cell.id),
      "carried_out": .string(finished.formatted(.iso8601)), "revision": .string(Machine.revision),
      "asked": try .exact(forget), "rule": .string(rule(of: forget)),
      "data": .object([
        "name": .string(task.dataset.name), "digest": .string(cell.dataDigest), "group": .string("train"),
        "images": .integer(task.dataset.train.count),
      ]),
      "split": try .exact(work.split), "sets": .object(sets),
      "method": .object([
        "name": .string(work.method), "version": .integer(cell.versions["method.\(work.method)"] ?? 1),
        "options": work.options, "random": try .exact(work.random),
      ]),
      "networks": .object([
        "original_cell": cell.inputs["original"].map { .string($0.id) } ?? .null, "original_sha256": .string(original),
        "result_sha256": .string(result.network.stateDigest),
      ]),
      "verified": .object([
        "holds": .bool(isVerified), "checks": .array(checks.map(\.json)),
        "accuracy_percent": .array(accuracy.map(\.json)),
      ]),
      "cost": cost, "notes": .array(result.notes.map { .string($0.description) }),
    ])
  }

  private func rule(of forget: ForgetSpec) -> String {
    let earlier = work.split.earlier.count
    return earlier == 0
      ? forget.rule : "\(forget.rule), of what \(earlier) earlier request\(earlier == 1 ? "" : "s") left"
  }

  private var cost: JSONValue {
    let ledger = result.ledger
    func read(_ part: DataPart) -> JSONValue {
      .object([
        "size": .integer(ledger[part].size), "samples": .integer(ledger[part].samples),
        "gradient_visits": .integer(ledger[part].gradientVisits), "readings": .integer(ledger[part].readings),
      ])
    }
    return .object([
      "read": .object(Dictionary(uniqueKeysWithValues: DataPart.allCases.map { ($0.rawValue, read($0)) })),
      "used": .object([
        "forget_labels": .bool(ledger.knowledge.forgetLabels), "retain_labels": .bool(ledger.knowledge.retainLabels),
        "original_weights": .bool(ledger.knowledge.originalWeights),
      ]),
      "gradient_evaluations": .integer(ledger.gradientEvaluations), "optimizer_steps": .integer(ledger.optimizerSteps),
      "seconds": .number(ledger.seconds), "wall_seconds": .number(wallTime),
      "peak_memory_bytes": peakMemory.map(JSONValue.integer) ?? .null,
    ])
  }
}
