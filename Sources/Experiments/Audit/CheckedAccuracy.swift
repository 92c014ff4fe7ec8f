import Foundation
import Learning
import Results

/// How well a network answered a set before and after forgetting.
struct CheckedAccuracy: Equatable, Sendable {
  /// A check on this many samples has a standard error of at most 1.1 points, and costs a small part of an epoch.
  static let sampleLimit = 2_000

  let set: String
  let samples: Int
  /// Percent, under the labels that the samples were used with.
  let before: Double
  let after: Double

  init(set: String, samples: Int, before: Double, after: Double) {
    self.set = set
    self.samples = samples
    self.before = before
    self.after = after
  }

  /// Nil for an empty set.
  init?(_ set: String, _ subset: Subset, before: Network, after: Network) {
    guard let first = before.accuracy(on: subset), let second = after.accuracy(on: subset) else { return nil }
    self.init(set: set, samples: subset.count, before: 100 * first, after: 100 * second)
  }

  /// Forget, retain and test samples, evenly spread over each set where it is large; all of the validation set, from
  /// which settings may be chosen. Where classes are forgotten, test and validation samples are parted by them.
  static func all(_ task: UnlearningTask, after: Network) -> [CheckedAccuracy] {
    var sets = [("forget", task.forget.spread(sampleLimit)), ("retain", task.retain.spread(sampleLimit))]
    if let classes = task.forgetClasses {
      sets += [
        ("test-forgotten", task.test.ofClasses(classes).spread(sampleLimit)),
        ("test-retained", task.test.notOfClasses(classes).spread(sampleLimit)),
      ]
      if let validation = task.validation {
        sets += [
          ("validation-forgotten", validation.ofClasses(classes)),
          ("validation-retained", validation.notOfClasses(classes)),
        ]
      }
    } else {
      sets.append(("test", task.test.spread(sampleLimit)))
      if let validation = task.validation { sets.append(("validation", validation)) }
    }
    return sets.compactMap { CheckedAccuracy($0, $1, before: task.original, after: after) }
  }

  /// What is said of a forget set of whole classes that is answered as before, within the standard error of `sampleLimit`
  /// samples: a method that does nothing is not to pass in silence. Of other requests nothing is said, since a retrained
  /// network may answer them as before.
  func unchangedRemark(forgetsClasses: Bool) -> String? {
    guard forgetsClasses, set == "forget", abs(after - before) < 1.1 else { return nil }
    return String(
      format: "leaves the %@ set as it was: %.1f %% answered right (original %.1f %%), measured on %d %@ samples", set,
      after, before, samples, set)
  }

  var json: JSONValue {
    .object(["set": .string(set), "samples": .integer(samples), "before": .number(before), "after": .number(after)])
  }
}
