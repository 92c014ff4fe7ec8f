import CLAPACK

/// The triangular factor of a tall [features | targets] matrix, found block by block.
///
/// Least squares through orthogonal factors keeps a condition number κ that the normal equations square. LAPACK on
/// the whole tall matrix would be slow and would need it in Double; here each block of rows is stacked under the
/// factor so far and factored again ("tall-skinny QR"), in fixed order.
public struct TriangularFactor: Sendable {
  /// R of the features; [d, d], upper triangular.
  public let features: Matrix
  /// Qᵀ·targets, the rows that the features can explain; [d, k].
  public let targets: Matrix

  /// Rows factored at a time.
  private static let blockRows = 512

  /// The factor of [x − s | y − t] stacked under diag(√ridge) for the features.
  ///
  /// Shapes: x [n, d], y [n, k], shifts [d] and [k]
  /// Throws: `LinearAlgebraError.failed`
  public init(
    _ x: SampleMatrix, _ y: SampleMatrix, subtracting shifts: (x: [Double], y: [Double])?, ridge: Double
  ) throws(LinearAlgebraError) {
    precondition(x.rows == y.rows, "factoring \(x.rows) and \(y.rows) samples")
    LAPACK.prepare()
    let (d, k) = (x.columns, y.columns)
    let width = d + k
    let capacity = min(max(x.rows, 1), Self.blockRows)
    var stack = [Double](repeating: 0, count: (width + capacity) * width)
    for i in 0..<d { stack[i * width + i] = ridge.squareRoot() }
    var tau = [Double](repeating: 0, count: width)
    let shift = shifts.map { $0.x + $0.y }
    let ones = [Double](repeating: 1, count: capacity)
    var info: Int32 = 0
    for start in stride(from: 0, to: x.rows, by: capacity) where info == 0 {
      let range = start..<min(start + capacity, x.rows)
      stack.withUnsafeMutableBufferPointer { buffer in
        let block = buffer.baseAddress! + width * width
        x.widen(range, into: block, stride: width)
        y.widen(range, into: block + d, stride: width)
        if let shift {
          cblas_dger(LetheRowMajor, range.count.int32, width.int32, -1, ones, 1, shift, 1, block, width.int32)
        }
        // The LQ factorisation of the transpose that LAPACK sees is the QR factorisation of these rows.
        let (order, height) = (width.int32, (width + range.count).int32)
        withUnsafePointer(to: order) { m in
          withUnsafePointer(to: height) { n in
            LAPACK.withWorkspace { work, size in
              withUnsafePointer(to: size) { dgelqf_(m, n, buffer.baseAddress!, m, &tau, work, $0, &info) }
            }
          }
        }
        // Below the diagonal lie the reflectors, which the next block must not see.
        for r in 1..<max(width, 1) {
          for c in 0..<r { buffer[r * width + c] = 0 }
        }
      }
    }
    guard info == 0 else { throw .failed(routine: "dgelqf", info: Int(info)) }
    var features = Matrix(rows: d, columns: d)
    var targets = Matrix(rows: d, columns: k)
    for r in 0..<d {
      for c in 0..<d { features[r, c] = stack[r * width + c] }
      for c in 0..<k { targets[r, c] = stack[r * width + d + c] }
    }
    self.features = features
    self.targets = targets
  }
}
