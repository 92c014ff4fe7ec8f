import CLAPACK

/// Samples in rows, in single or double precision, read in blocks of Doubles.
///
/// A [50,000, 512] feature matrix is 100 MB of Float32; widening it whole would triple that, so every pass over the
/// samples converts a block, uses it and forgets it. The block size is fixed: sums are taken in one order always.
public struct SampleMatrix: Sendable {
  enum Storage: Sendable {
    case single([Float])
    case double([Double])
  }

  let storage: Storage
  /// Number of samples, n.
  public let rows: Int
  /// Number of values a sample, d.
  public let columns: Int

  /// Rows converted at a time.
  static let blockRows = 512

  /// Samples in single precision.
  ///
  /// Shapes: floats, row-major [rows, columns]
  public init(rows: Int, columns: Int, floats: [Float]) {
    precondition(floats.count == rows * columns, "\(rows)x\(columns) samples got \(floats.count) values")
    self.rows = rows
    self.columns = columns
    storage = .single(floats)
  }

  /// Samples in double precision.
  public init(_ matrix: Matrix) {
    rows = matrix.rows
    columns = matrix.columns
    storage = .double(matrix.values)
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

  /// Half the distance from 1 to the next number in the samples' own precision.
  public var unitRoundoff: Double {
    switch storage {
    case .single: 0x1p-24
    case .double: 0x1p-53
    }
  }

  /// The rows at `positions`, in that order.
  public func selecting(rows positions: [Int]) -> SampleMatrix {
    switch storage {
    case .single(let values):
      return SampleMatrix(rows: positions.count, columns: columns, floats: Self.gather(values, positions, columns))
    case .double(let values):
      return SampleMatrix(
        Matrix(rows: positions.count, columns: columns, values: Self.gather(values, positions, columns)))
    }
  }

  /// All samples in double precision.
  public var matrix: Matrix {
    switch storage {
    case .single(let values): Matrix(rows: rows, columns: columns, floats: values)
    case .double(let values): Matrix(rows: rows, columns: columns, values: values)
    }
  }

  private static func gather<T>(_ values: [T], _ positions: [Int], _ columns: Int) -> [T] {
    var selected: [T] = []
    selected.reserveCapacity(positions.count * columns)
    for r in positions { selected.append(contentsOf: values[r * columns..<(r + 1) * columns]) }
    return selected
  }

  /// Writes rows `range` into `target`, whose rows are `stride` elements apart.
  func widen(_ range: Range<Int>, into target: UnsafeMutablePointer<Double>, stride: Int) {
    switch storage {
    case .single(let values):
      values.withUnsafeBufferPointer {
        LAPACK.widen(
          $0.baseAddress! + range.lowerBound * columns, rows: range.count, columns: columns, into: target,
          stride: stride)
      }
    case .double(let values):
      values.withUnsafeBufferPointer { source in
        for (i, r) in range.enumerated() {
          (target + i * stride).update(from: source.baseAddress! + r * columns, count: columns)
        }
      }
    }
  }
}
