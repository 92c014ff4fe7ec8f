import CKernels

/// Samples in rows, in single or double precision, widened as they are read.
///
/// A [50,000, 512] feature matrix is 100 MB of Float32; widening it whole would triple that, so every pass over the
/// samples converts a block, uses it and forgets it. Sums are cut and taken in an order that the shape alone decides.
public struct SampleMatrix: Sendable {
  enum Elements: Sendable {
    case single([Float])
    case double([Double])
    case lent(LentStorage)
  }

  let elements: Elements
  /// Number of samples, n.
  public let rows: Int
  /// Number of values a sample, d.
  public let columns: Int

  private init(_ elements: Elements, rows: Int, columns: Int) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
  }

  /// Samples in single precision.
  ///
  /// Shapes: floats, row-major [rows, columns]
  public init(rows: Int, columns: Int, floats: [Float]) {
    precondition(floats.count == rows * columns, "\(rows)x\(columns) samples got \(floats.count) values")
    self.init(.single(floats), rows: rows, columns: columns)
  }

  /// Samples in double precision.
  public init(_ matrix: Matrix) {
    self.init(.double(matrix.values), rows: matrix.rows, columns: matrix.columns)
  }

  /// The rows of a tensor, whose storage is lent, not copied: it must not be updated in place while they are in use.
  ///
  /// Shapes: tensor [n, d]
  public init(_ tensor: Tensor) {
    precondition(tensor.shape.rank == 2, "samples from a tensor of shape \(tensor.shape)")
    self.init(
      .lent(LentStorage(storage: tensor.storage, dtype: tensor.dtype)), rows: tensor.shape[0],
      columns: tensor.shape[1])
  }

  /// One row a label: 1 in the label's column, 0 elsewhere.
  ///
  /// Shapes: labels [n] → [n, classCount]
  public static func oneHot(_ labels: [Int32], classCount: Int) -> SampleMatrix {
    var values = [Float](repeating: 0, count: labels.count * classCount)
    for (row, label) in labels.enumerated() {
      precondition(label >= 0 && Int(label) < classCount, "label \(label) is not below \(classCount)")
      values[row * classCount + Int(label)] = 1
    }
    return SampleMatrix(rows: labels.count, columns: classCount, floats: values)
  }

  /// The samples' own precision.
  public var dtype: DType {
    switch elements {
    case .single: .float32
    case .double: .float64
    case .lent(let lent): lent.dtype
    }
  }

  /// Half the distance from 1 to the next number in the samples' own precision.
  public var unitRoundoff: Double { dtype == .float32 ? 0x1p-24 : 0x1p-53 }

  /// The rows at `positions`, in that order.
  public func selecting(rows positions: [Int]) -> SampleMatrix {
    for position in positions {
      precondition(position >= 0 && position < rows, "row \(position) of \(rows)")
    }
    return withElements { base in
      switch dtype {
      case .float32:
        SampleMatrix(
          .single(Self.gather(base.assumingMemoryBound(to: Float.self), positions, columns)), rows: positions.count,
          columns: columns)
      case .float64:
        SampleMatrix(
          .double(Self.gather(base.assumingMemoryBound(to: Double.self), positions, columns)), rows: positions.count,
          columns: columns)
      }
    }
  }

  private static func gather<T>(_ source: UnsafePointer<T>, _ positions: [Int], _ columns: Int) -> [T] {
    [T](unsafeUninitializedCapacity: positions.count * columns) { target, count in
      count = positions.count * columns
      guard let base = target.baseAddress else { return }
      for (i, r) in positions.enumerated() {
        (base + i * columns).initialize(from: source + r * columns, count: columns)
      }
    }
  }
}

/// A tensor's block of memory, kept alive and only read.
///
/// Unchecked: a block has no other state than its elements, which nobody writes while it is lent (`SampleMatrix`).
struct LentStorage: @unchecked Sendable {
  let storage: Storage
  let dtype: DType
}
