import CLAPACK

extension SampleMatrix {
  /// Calls `body` with consecutive blocks of rows as Doubles, less `shift` in each row where given.
  ///
  /// Shapes: shift [d]; block, row-major [range.count, d]
  func forEachBlock(
    subtracting shift: [Double]? = nil, _ body: (UnsafeMutablePointer<Double>, Range<Int>) -> Void
  ) {
    guard rows > 0, columns > 0 else { return }
    LAPACK.prepare()
    let capacity = min(rows, Self.blockRows)
    let ones = [Double](repeating: 1, count: capacity)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: capacity * columns) { buffer in
      let block = buffer.baseAddress!
      for start in stride(from: 0, to: rows, by: capacity) {
        let range = start..<min(start + capacity, rows)
        widen(range, into: block, stride: columns)
        if let shift {
          cblas_dger(
            LetheRowMajor, range.count.int32, columns.int32, -1, ones, 1, shift, 1, block, columns.int32)
        }
        body(block, range)
      }
    }
  }

  /// Mean of each column.
  ///
  /// Shapes: [n, d] → [d]
  public func columnMeans() -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    let ones = [Double](repeating: 1, count: Self.blockRows)
    forEachBlock { block, range in
      cblas_dgemv(
        LetheRowMajor, LetheTranspose, range.count.int32, columns.int32, 1, block, columns.int32, ones, 1, 1, &sums, 1)
    }
    return rows == 0 ? sums : sums.map { $0 / Double(rows) }
  }

  /// Squared length of each row, less `shift` where given.
  ///
  /// Shapes: [n, d], shift [d] → [n]
  public func squaredRowNorms(subtracting shift: [Double]? = nil) -> [Double] {
    var norms = [Double](repeating: 0, count: rows)
    forEachBlock(subtracting: shift) { block, range in
      for (i, r) in range.enumerated() {
        let row = block + i * columns
        norms[r] = cblas_ddot(columns.int32, row, 1, row, 1)
      }
    }
    return norms
  }

  /// Each row, less `shift` where given, multiplied by a matrix.
  ///
  /// Shapes: [n, d], matrix [d, k], shift [d] → [n, k]
  public func times(_ matrix: Matrix, subtracting shift: [Double]? = nil) -> Matrix {
    precondition(matrix.rows == columns, "cannot multiply \(rows)x\(columns) by \(matrix.rows)x\(matrix.columns)")
    let width = matrix.columns
    var result = Matrix(rows: rows, columns: width)
    guard width > 0 else { return result }
    result.values.withUnsafeMutableBufferPointer { target in
      forEachBlock(subtracting: shift) { block, range in
        cblas_dgemm(
          LetheRowMajor, LetheNoTranspose, LetheNoTranspose, range.count.int32, width.int32, columns.int32, 1, block,
          columns.int32, matrix.values, width.int32, 0, target.baseAddress! + range.lowerBound * width, width.int32)
      }
    }
    return result
  }
}
