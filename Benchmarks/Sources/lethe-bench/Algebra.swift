import Evaluation
import Foundation
import TensorCore

/// Linear algebra on sample matrices that the driver prepared (`harness/algebra.py`): row-major Float32 files in the
/// folder named by `--data`. What was computed is reported as `result`, to be compared in Double.
extension Workload {
  /// The least-squares map from 512 features to 10 targets, no constant term, no ridge.
  static let leastSquaresFit = Workload { arguments, gate in
    let features = try samples("features", columns: 512, arguments)
    let targets = try samples("targets", columns: 10, arguments)
    let settings = LeastSquaresSettings(intercept: false, ridge: 0)
    gate.facts["result"] = try leastSquares(features, targets, settings: settings).map.weights.values
    try gate.open()
    while true {
      _ = try leastSquares(features, targets, settings: settings)
      try gate.repetitionEnded()
    }
  }

  /// All singular values, descending.
  static let singularValues = Workload { arguments, gate in
    let features = try samples("features", columns: 512, arguments)
    let origin = [Double](repeating: 0, count: features.columns)
    func spectrum() throws -> Spectrum { try Spectrum(gram: gram(features), of: features, mean: origin) }
    gate.facts["result"] = try spectrum().singularValues
    try gate.open()
    while true {
      _ = try spectrum()
      try gate.repetitionEnded()
    }
  }

  /// Linear centred kernel alignment of two representations of 512 features.
  static let alignment = Workload { arguments, gate in
    let first = try samples("first", columns: 512, arguments)
    let second = try samples("second", columns: 512, arguments)
    guard let value = linearCKA(first, second).value else { throw UsageError("the alignment is undefined") }
    gate.facts["result"] = [value]
    try gate.open()
    while true {
      _ = linearCKA(first, second)
      try gate.repetitionEnded()
    }
  }

  private static func samples(_ name: String, columns: Int, _ arguments: Arguments) throws -> SampleMatrix {
    let file = URL(fileURLWithPath: try arguments.text("data")).appendingPathComponent(name + ".f32")
    let floats = try Data(contentsOf: file).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    return SampleMatrix(rows: floats.count / columns, columns: columns, floats: floats)
  }
}
