import TensorCore

/// What a network answered on some samples, and what the answers should have been.
public struct LabelledLogits: Sendable {
  /// [N, C].
  public let logits: Matrix
  /// [N].
  public let labels: [Int32]

  /// Answers from their parts.
  ///
  /// Shapes: logits [N, C], labels [N]
  public init(logits: Matrix, labels: [Int32]) {
    precondition(logits.rows == labels.count, "\(logits.rows) rows of logits and \(labels.count) labels")
    precondition(labels.allSatisfy { $0 >= 0 && Int($0) < logits.columns }, "a label is not below \(logits.columns)")
    self.logits = logits
    self.labels = labels
  }

  /// Answers in single precision.
  ///
  /// Shapes: logits, row-major [labels.count, classCount]
  public init(logits: [Float], classCount: Int, labels: [Int32]) {
    self.init(logits: Matrix(rows: labels.count, columns: classCount, floats: logits), labels: labels)
  }

  /// N.
  public var count: Int { labels.count }
  /// C.
  public var classCount: Int { logits.columns }

  /// The samples at `rows`, in that order.
  public func selecting(rows: [Int]) -> LabelledLogits {
    LabelledLogits(logits: logits.selecting(rows: rows), labels: rows.map { labels[$0] })
  }

  /// The samples with one of these labels, in their order.
  public func of(classes: [Int]) -> LabelledLogits {
    let wanted = Set(classes.map(Int32.init))
    return selecting(rows: labels.indices.filter { wanted.contains(labels[$0]) })
  }

  /// The samples with none of these labels, in their order.
  public func except(classes: [Int]) -> LabelledLogits {
    let unwanted = Set(classes.map(Int32.init))
    return selecting(rows: labels.indices.filter { !unwanted.contains(labels[$0]) })
  }

  /// The class with the largest logit of each sample; the lower one of equals; −1 where a logit is not a number.
  public var predictions: [Int32] {
    logits.values.withUnsafeBufferPointer { values in
      (0..<count).map { row in
        var best = 0
        for c in 0..<classCount {
          let value = values[row * classCount + c]
          if value.isNaN { return -1 }
          if value > values[row * classCount + best] { best = c }
        }
        return Int32(best)
      }
    }
  }

  /// Part of the samples classified as labelled.
  ///
  /// Range: percent, [0, 100]; undefined without samples
  public var accuracy: MetricValue {
    guard count > 0 else { return .undefined("no samples") }
    let correct = zip(predictions, labels).count { $0 == $1 }
    return .value(100 * Double(correct) / Double(count))
  }

  /// Mean over the classes present of the accuracy within the class.
  ///
  /// Range: percent, [0, 100]; undefined without samples
  public var balancedAccuracy: MetricValue {
    guard count > 0 else { return .undefined("no samples") }
    var total = [Int](repeating: 0, count: classCount)
    var correct = total
    for (prediction, label) in zip(predictions, labels) {
      total[Int(label)] += 1
      if prediction == label { correct[Int(label)] += 1 }
    }
    let present = total.indices.filter { total[$0] > 0 }
    let sum = present.reduce(0) { $0 + Double(correct[$1]) / Double(total[$1]) }
    return .value(100 * sum / Double(present.count))
  }
}
