import CKernels

/// A dense matrix of Doubles, row-major.
///
/// The type of everything small that linear algebra needs in double precision: Gram matrices, linear heads,
/// logits. Sample matrices of Float32 features stay as they are and are read in blocks (`SampleMatrix`).
public struct Matrix: Sendable, Equatable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The elements, row after row; always `rows * columns` of them.
  public internal(set) var values: [Double]

  /// A matrix from its elements, row after row.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot be \(rows)x\(columns)")
    precondition(values.count == rows * columns, "a \(rows)x\(columns) matrix got \(values.count) values")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// A matrix whose elements are all `value`.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, values: [Double](repeating: value, count: rows * columns))
  }

  /// A matrix from single-precision elements, row after row.
  public init(rows: Int, columns: Int, floats: [Float]) {
    precondition(floats.count == rows * columns, "a \(rows)x\(columns) matrix got \(floats.count) values")
    self.init(rows: rows, columns: columns, values: LAPACK.widened(floats))
  }

  /// A matrix from rows of equal length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "the rows of a matrix must have one length")
    self.init(rows: rows.count, columns: columns, values: rows.flatMap { $0 })
  }

  /// The identity.
  public static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// The element in row `r`, column `c`.
  public subscript(r: Int, c: Int) -> Double {
    get { values[r * columns + c] }
    _modify { yield &values[r * columns + c] }
  }

  /// A copy of row `r`.
  public func row(_ r: Int) -> [Double] { Array(values[r * columns..<(r + 1) * columns]) }

  /// A copy of column `c`.
  public func column(_ c: Int) -> [Double] { (0..<rows).map { self[$0, c] } }

  /// The rows at `positions`, in that order.
  public func selecting(rows positions: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(positions.count * columns)
    for r in positions { selected.append(contentsOf: values[r * columns..<(r + 1) * columns]) }
    return Matrix(rows: positions.count, columns: columns, values: selected)
  }

  /// Rows and columns exchanged.
  public var transposed: Matrix {
    var result = [Double](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { source in
      for r in 0..<rows {
        for c in 0..<columns { result[c * rows + r] = source[r * columns + c] }
      }
    }
    return Matrix(rows: columns, columns: rows, values: result)
  }

  /// True when no element is infinite or not a number.
  public var allFinite: Bool { DType.float64.kernels.all_finite(values, Int64(values.count)) != 0 }

  /// Square root of the sum of squares.
  public var frobeniusNorm: Double { squaredFrobeniusNorm.squareRoot() }

  /// Sum of squares.
  public var squaredFrobeniusNorm: Double { LAPACK.dot(values, values) }
}
