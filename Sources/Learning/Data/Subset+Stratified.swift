import TensorCore

extension Subset {
  /// Holds out the same fraction of every class, rounded to the nearest count per class; both parts keep the order.
  ///
  /// Random:    one child of the stream per class
  /// Throws:    `LearningError.validationFraction` unless the fraction lies in 0..<1
  public func stratifiedSplit(
    heldOut fraction: Double, random: RandomStream
  ) throws -> (kept: Subset, heldOut: Subset) {
    guard fraction >= 0, fraction < 1 else { throw LearningError.validationFraction(fraction) }
    var rowsOfClass: [Int32: [Int]] = [:]
    for (row, label) in labels.enumerated() { rowsOfClass[label, default: []].append(row) }
    var isHeldOut = [Bool](repeating: false, count: count)
    for (label, rows) in rowsOfClass {
      var stream = random.child(Int(label))
      let wanted = Int((fraction * Double(rows.count)).rounded())
      for choice in stream.permutation(rows.count).prefix(wanted) { isHeldOut[rows[choice]] = true }
    }
    return (
      selecting(rows: (0..<count).filter { !isHeldOut[$0] }),
      selecting(rows: (0..<count).filter { isHeldOut[$0] })
    )
  }
}
