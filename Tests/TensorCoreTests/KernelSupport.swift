import CKernels
import Foundation
import Testing

@testable import TensorCore

/// What the kernels' suites share: every float32 path, and distances from the float64 reference.
enum KernelSupport {
  static let paths: [(name: String, code: Int32)] = [
    ("portable", LK_PATH_PORTABLE.rawValue), ("avx2", LK_PATH_AVX2.rawValue),
  ]
  .filter { lk_path_available($0.1) != 0 }

  /// One path in one compute mode.
  struct Variant: Sendable, CustomTestStringConvertible {
    let path: String
    let code: Int32
    let mode: ComputeMode

    var kernels: lk_kernels { KernelSupport.table(code) }
    var testDescription: String { "\(path), \(mode.rawValue)" }
  }

  static let variants = paths.flatMap { path in
    ComputeMode.allCases.map { Variant(path: path.name, code: path.code, mode: $0) }
  }

  /// The kernels of one path, without selecting it for the process (other tests run at the same time).
  static func table(_ code: Int32) -> lk_kernels { lk_path_table(code).pointee }

  static func normal(_ shape: Shape, _ seed: UInt64, deviation: Double = 1) -> Tensor {
    var random = RandomStream(seed: seed)
    return .normal(shape, standardDeviation: deviation, random: &random)
  }

  /// ‖result − reference‖ and ‖reference‖, in Double. A NaN in either makes the first NaN, which no bound lets pass.
  static func distance(_ result: Tensor, _ reference: Tensor) -> (error: Double, size: Double) {
    let difference = result.cast(to: .float64) - reference
    return (dot(difference, difference).item().squareRoot(), dot(reference, reference).item().squareRoot())
  }

  /// Relative L2 distance of a float32 result from the reference; absolute where the reference is zero.
  static func error(_ result: Tensor, _ reference: Tensor) -> Double {
    let (error, size) = distance(result, reference)
    return size == 0 ? error : error / size
  }

  static func sameBits(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape && a.dtype == b.dtype && memcmp(a.pointer, b.pointer, a.count * a.dtype.byteCount) == 0
  }
}
