/// What is reached by always answering one class: the control that every recovery is read against.
///
/// On k balanced forget classes the best constant has UA 100·(1 − 1/k): 66.7 for three, which says nothing about
/// what was forgotten.
public struct ConstantPredictor: Equatable, Sendable {
  /// Each forgotten class, and the UA of always answering it, percent.
  public let unlearnedAccuracies: [Int: MetricValue]
  /// The forgotten class with the lowest UA, the first of equals; nil when there are no samples.
  public let bestClass: Int?
  /// The lowest UA, percent.
  public let bestUnlearnedAccuracy: MetricValue
  /// Balanced accuracy of any constant among the forgotten classes, percent.
  public let balancedAccuracy: MetricValue
  /// Within-forget AUC of any constant: every pair is a tie.
  public let withinForgetAUC: MetricValue

  /// The constants over `forgetClasses` on the samples with one of these labels.
  public init(labels: [Int32], forgetClasses: [Int]) {
    let counts = forgetClasses.map { c in labels.count { $0 == Int32(c) } }
    let total = counts.reduce(0, +)
    guard total > 0 else {
      let none = MetricValue.undefined("no samples of the forgotten classes")
      unlearnedAccuracies = Dictionary(forgetClasses.map { ($0, none) }, uniquingKeysWith: { a, _ in a })
      (bestClass, bestUnlearnedAccuracy, balancedAccuracy, withinForgetAUC) = (nil, none, none, none)
      return
    }
    let accuracies = counts.map { MetricValue.value(100 - 100 * Double($0) / Double(total)) }
    unlearnedAccuracies = Dictionary(zip(forgetClasses, accuracies), uniquingKeysWith: { a, _ in a })
    let best = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    bestClass = forgetClasses[best]
    bestUnlearnedAccuracy = accuracies[best]
    let present = counts.count { $0 > 0 }
    balancedAccuracy = .value(100 / Double(present))
    withinForgetAUC = present > 1 ? .value(0.5) : .undefined("fewer than two of the classes have samples")
  }
}
