import CKernels

extension SampleMatrix {
  /// The kernels of the path in use.
  static var kernels: lk_sample_kernels { lk_sample_table(LK_PATH_AUTO.rawValue).pointee }

  /// Lends the elements; the address of nothing where there are none.
  func withElements<R>(_ body: (UnsafeRawPointer) -> R) -> R {
    let nothing = UnsafeRawPointer(bitPattern: MemoryLayout<Double>.alignment)!
    return switch elements {
    case .single(let values): values.withUnsafeBytes { body($0.baseAddress ?? nothing) }
    case .double(let values): values.withUnsafeBytes { body($0.baseAddress ?? nothing) }
    case .lent(let lent): withExtendedLifetime(lent.storage) { body($0.pointer) }
    }
  }

  /// Lends the samples, less `shift` in each row where given, as the kernels take them.
  ///
  /// Shapes: shift [d]
  func withKernelSamples<R>(
    subtracting shift: [Double]? = nil, scale: Double = 1, _ body: (UnsafePointer<lk_samples>) -> R
  ) -> R {
    precondition(shift == nil || shift?.count == columns, "a shift of \(shift?.count ?? 0) for \(columns) columns")
    let shift = shift ?? [Double](repeating: 0, count: columns)
    return withElements { values in
      shift.withUnsafeBufferPointer { shift in
        var samples = lk_samples(
          values: values, dtype: dtype.code, columns: Int64(columns), shift: shift.baseAddress, scale: scale)
        return body(&samples)
      }
    }
  }

  /// All samples in double precision.
  public var matrix: Matrix {
    if case .double(let values) = elements { return Matrix(rows: rows, columns: columns, values: values) }
    let count = rows * columns
    let values = [Double](unsafeUninitializedCapacity: count) { target, filled in
      filled = count
      guard let target = target.baseAddress else { return }
      withElements { source in
        switch dtype {
        case .float32: lk_f32_to_f64(source.assumingMemoryBound(to: Float.self), target, Int64(count))
        case .float64: target.update(from: source.assumingMemoryBound(to: Double.self), count: count)
        }
      }
    }
    return Matrix(rows: rows, columns: columns, values: values)
  }

  /// Writes rows `range` into `target`, whose rows are `stride` elements apart.
  func widen(_ range: Range<Int>, into target: UnsafeMutablePointer<Double>, stride: Int) {
    withElements { source in
      switch dtype {
      case .float32:
        LAPACK.widen(
          source.assumingMemoryBound(to: Float.self) + range.lowerBound * columns, rows: range.count,
          columns: columns, into: target, stride: stride)
      case .float64:
        let source = source.assumingMemoryBound(to: Double.self)
        for (i, r) in range.enumerated() { (target + i * stride).update(from: source + r * columns, count: columns) }
      }
    }
  }

  /// Mean and spread of each column.
  ///
  /// Shapes: [n, d] → [d], [d]; zeros where there are no samples
  /// Error:  accumulates in Double around the first sample, so that a large common part does not cost digits
  public func columnMoments() -> ColumnMoments {
    var means = [Double](repeating: 0, count: columns)
    var squares = means
    if rows > 0, columns > 0 { withKernelSamples { Self.kernels.column_moments($0, Int64(rows), &means, &squares) } }
    return ColumnMoments(means: means, squares: squares)
  }

  /// Mean of each column.
  ///
  /// Shapes: [n, d] → [d]
  public func columnMeans() -> [Double] { columnMoments().means }

  /// Squared length of each row, less `shift` where given.
  ///
  /// Shapes: [n, d], shift [d] → [n]
  public func squaredRowNorms(subtracting shift: [Double]? = nil) -> [Double] {
    var norms = [Double](repeating: 0, count: rows)
    guard rows > 0, columns > 0 else { return norms }
    withKernelSamples(subtracting: shift) { Self.kernels.row_squares($0, Int64(rows), &norms) }
    return norms
  }

  /// Each row, less `shift` where given, multiplied by a matrix, plus `intercept` where given.
  ///
  /// Shapes: [n, d], matrix [d, k], shift [d], intercept [k] → [n, k]
  /// Error:  accumulates in Double
  public func times(_ matrix: Matrix, subtracting shift: [Double]? = nil, adding intercept: [Double]? = nil) -> Matrix {
    var result = Matrix(rows: rows, columns: matrix.columns)
    result.values.withUnsafeMutableBytes {
      multiply(matrix, subtracting: shift, adding: intercept, into: $0.baseAddress, dtype: .float64)
    }
    return result
  }

  /// As `times`, rounded to single precision.
  func timesRounded(_ matrix: Matrix) -> Tensor {
    let result = Tensor(uninitialized: [rows, matrix.columns], dtype: .float32)
    multiply(matrix, subtracting: nil, adding: nil, into: result.pointer, dtype: .float32)
    return result
  }

  private func multiply(
    _ matrix: Matrix, subtracting shift: [Double]?, adding intercept: [Double]?, into target: UnsafeMutableRawPointer?,
    dtype: DType
  ) {
    precondition(matrix.rows == columns, "cannot multiply \(rows)x\(columns) by \(matrix.rows)x\(matrix.columns)")
    precondition(intercept == nil || intercept?.count == matrix.columns, "intercepts do not fit \(matrix.columns)")
    guard rows > 0, matrix.columns > 0 else { return }
    // A product over no columns is the intercept alone: one column of zeros says the same.
    guard columns > 0 else {
      return SampleMatrix(Matrix(rows: rows, columns: 1)).multiply(
        Matrix(rows: 1, columns: matrix.columns), subtracting: nil, adding: intercept, into: target, dtype: dtype)
    }
    withKernelSamples(subtracting: shift) { samples in
      SampleMatrix(matrix).withKernelSamples { weights in
        if let intercept {
          Self.kernels.rows_times(samples, Int64(rows), weights, intercept, dtype.code, target)
        } else {
          Self.kernels.rows_times(samples, Int64(rows), weights, nil, dtype.code, target)
        }
      }
    }
  }
}

/// Mean and spread of each column of some samples.
public struct ColumnMoments: Sendable {
  /// Means; [d].
  public let means: [Double]
  /// Σᵢ (xᵢ − mean)²; [d].
  public let squares: [Double]

  /// Σ over columns of the squares: the trace of the centred Gram matrix.
  public var total: Double { squares.reduce(0, +) }
}
