import Archive
import Learning
import Results
import Unlearners

/// One thing that was verified about how a request was carried out.
struct RequestCheck: Equatable, Sendable {
  let statement: String
  /// What was found instead; nil when the statement holds.
  let problem: String?

  init(_ statement: String, _ holds: Bool, otherwise problem: @autoclosure () -> String) {
    self.statement = statement
    self.problem = holds ? nil : problem()
  }

  var json: JSONValue {
    .object([
      "statement": .string(statement), "holds": .bool(problem == nil),
      "found": problem.map(JSONValue.string) ?? .null,
    ])
  }

  /// That nothing else left the training set.
  static func retention(training: Subset, forget: Subset, retain: Subset) -> RequestCheck {
    let rest = Dictionary(zip(training.positions, training.labels)) { first, _ in first }
    let kept = Dictionary(zip(retain.positions, retain.labels)) { first, _ in first }
    let forgotten = Set(forget.positions)
    let expected = rest.filter { !forgotten.contains($0.key) }
    return RequestCheck(
      "the retain set is the training set without the forget set, labels included",
      kept == expected && kept.count == retain.count,
      otherwise: "\(retain.count) samples where \(expected.count) were to be kept, of which "
        + "\(expected.count { kept[$0.key] == $0.value }) are there with their labels")
  }

  /// That `split.h5` says what was used.
  static func file(_ file: SplitFile, forget: Subset, retain: Subset) -> RequestCheck {
    func matches(_ name: String, _ subset: Subset) -> Bool {
      file[name]?.positions == subset.positions.map(Int64.init) && file[name]?.group == .train
    }
    return RequestCheck(
      "split.h5, read back, lists both sets", matches("forget", forget) && matches("retain", retain),
      otherwise: "another list")
  }

  /// That the method read nothing that it was not given, and trained on nothing that is held out.
  static func access(_ ledger: UnlearningLedger) -> RequestCheck {
    let strangers = ledger[.other].samples
    let heldOut = ledger[.validation].gradientVisits + ledger[.test].gradientVisits
    return RequestCheck(
      "the counted passes read no training sample outside the sets, and took no gradient of held-out samples",
      strangers == 0 && heldOut == 0,
      otherwise: "\(strangers) other samples read, \(heldOut) gradients of validation and test samples")
  }

  static func original(before: String, after: String) -> RequestCheck {
    RequestCheck(
      "the original's weights are bit for bit what they were", before == after,
      otherwise: "another digest: \(after)")
  }
}
