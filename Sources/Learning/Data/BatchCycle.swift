import TensorCore

/// An endless sequence of batches of a subset, shuffled anew for every pass, to run beside a training loop.
///
/// Batches are addressed by step, so that a resumed run finds the ones it would have seen.
///
/// Random:    stream "shuffle" and "augment" of the stream passed in, each with a child per pass
public final class BatchCycle {
  public let subset: Subset
  public let batchSize: Int
  private let augmentation: Augmentation
  private let random: RandomStream
  private var pass: (number: Int, rows: [[Int]])?

  public init(_ subset: Subset, batchSize: Int, augmentation: Augmentation = .none, random: RandomStream) throws {
    guard !subset.isEmpty else { throw LearningError.emptySubset(purpose: "a cycle of batches") }
    self.subset = subset
    self.batchSize = batchSize
    self.augmentation = augmentation
    self.random = random
  }

  /// Batches in one pass.
  public var batchesPerPass: Int { (subset.count + batchSize - 1) / batchSize }

  /// The batch of a step, counted from 0.
  public func batch(step: Int) -> Batch {
    let number = step / batchesPerPass
    if pass?.number != number {
      pass = (number, subset.batchRows(size: batchSize, shuffledBy: random.child("shuffle").child(number)))
    }
    return subset.batch(
      rows: pass!.rows[step % batchesPerPass], augmentation: augmentation,
      random: random.child("augment").child(number))
  }
}
