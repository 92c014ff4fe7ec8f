import CKernels
import CLAPACK

/// What every call into OpenBLAS shares: one thread, conversions, checked dimensions.
enum LAPACK {
  // Lethe has its own thread pool; a second one inside OpenBLAS would oversubscribe the cores and make the order
  // of summation depend on their number.
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  /// Puts OpenBLAS on one thread, once.
  static func prepare() { singleThreaded }

  /// Runs a LAPACK routine twice: asks it for its workspace, then gives it that much.
  static func withWorkspace(_ call: (_ work: UnsafeMutablePointer<Double>, _ size: Int32) -> Void) {
    var query = 0.0
    call(&query, -1)
    let size = max(1, Int(query.rounded(.up)))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { call($0.baseAddress!, size.int32) }
  }

  /// Single precision widened to double, exactly.
  static func widened(_ floats: [Float]) -> [Double] {
    guard !floats.isEmpty else { return [] }
    return [Double](unsafeUninitializedCapacity: floats.count) { buffer, count in
      floats.withUnsafeBufferPointer { lk_f32_to_f64($0.baseAddress!, buffer.baseAddress!, Int64(floats.count)) }
      count = floats.count
    }
  }

  /// Copies a row-major Float32 block into a Double block whose rows are `stride` elements apart.
  static func widen(
    _ source: UnsafePointer<Float>, rows: Int, columns: Int, into target: UnsafeMutablePointer<Double>, stride: Int
  ) {
    var info: Int32 = 0
    withUnsafePointer(to: columns.int32) { m in
      withUnsafePointer(to: rows.int32) { n in
        withUnsafePointer(to: stride.int32) { slag2d_(m, n, source, m, target, $0, &info) }
      }
    }
  }

  /// Σ xᵢ yᵢ.
  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "a dot product of \(x.count) and \(y.count) elements")
    prepare()
    return cblas_ddot(x.count.int32, x, 1, y, 1)
  }
}

extension Int {
  /// The value as Fortran wants its dimensions; stops where it does not fit.
  var int32: Int32 {
    precondition(self >= 0 && self <= Int(Int32.max), "LAPACK counts in 32 bits; \(self) does not fit")
    return Int32(self)
  }
}
