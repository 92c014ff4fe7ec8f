import TensorCore

/// Measures the kernels' errors against the float64 reference and prints them as the Markdown of docs/numerics.md.
enum Numerics {
  /// lethe-bench numerics [--batch N] [--threads T]
  static func run(_ arguments: Arguments) throws {
    let original = KernelPath.current
    defer { KernelPath.select(original) }
    printKernels()
    print("")
    try printResidualShapes(batch: arguments.batch)
  }

  private static let paths = KernelPath.allCases.filter(\.isAvailable).reversed()

  /// Kernel × path × mode.
  private static func printKernels() {
    let columns = paths.flatMap { path in ComputeMode.allCases.map { (path, $0) } }
    print("| kernel | cases |" + columns.map { " \($0.0.rawValue), \($0.1.rawValue) |" }.joined())
    print("|---|---|" + columns.map { _ in "---|" }.joined())
    let cases = NumericsCase.convolutions + NumericsCase.others
    var names: [String] = []
    var errors: [String: [[Double]]] = [:]
    for test in cases {
      if errors[test.kernel] == nil { names.append(test.kernel) }
      let truth = test.truth()
      for (index, column) in columns.enumerated() {
        KernelPath.select(column.0)
        let error = ComputeMode.$current.withValue(column.1) { test.error(truth) }
        errors[test.kernel, default: columns.map { _ in [] }][index].append(error)
      }
    }
    for name in names {
      let cells = errors[name]!.map { values in
        " \(short(values.sorted()[values.count / 2])) / \(short(values.max()!)) |"
      }
      print("| \(name) | \(errors[name]![0].count) |" + cells.joined())
    }
  }

  /// ResNet-18's seven kinds of 3×3 convolution, by each algorithm that serves one of them.
  ///
  /// One output channel more, which is left out again, rules Winograd out and changes no sum of the others.
  private static func printResidualShapes(batch: Int) throws {
    print("| 3×3, batch \(batch) | path | directly | in `accurate` mode | in `fast` mode |")
    print("|---|---|---|---|---|")
    for (channels, outputs, map) in [
      (64, 64, 32), (128, 128, 16), (256, 256, 8), (512, 512, 4), (64, 128, 32), (128, 256, 16), (256, 512, 8),
    ] {
      let stride = outputs > channels ? 2 : 1, side = map / stride
      let x = NumericsCase.normal([batch, map, map, channels], 1)
      let w = NumericsCase.normal([3, 3, channels, outputs], 2)
      let dy = NumericsCase.normal([batch, side, side, outputs], 3)
      func forward(_ x: Tensor, _ w: Tensor) -> Tensor { conv2d(x, w, stride: stride, padding: 1) }
      func weightGradient(_ x: Tensor, _ w: Tensor, _ dy: Tensor) -> Tensor {
        let leaf = w.tracked()
        return gradients(of: forward(x, leaf), withRespectTo: [leaf], seed: dy)[0]
      }
      let wide = [x, w, dy].map { $0.cast(to: .float64) }
      let truth = forward(wide[0], wide[1]), weightTruth = weightGradient(wide[0], wide[1], wide[2])
      let more = w.padded([(0, 0), (0, 0), (0, 0), (0, 1)]), dyMore = dy.padded([(0, 0), (0, 0), (0, 0), (0, 1)])
      func less(_ tensor: Tensor) -> Tensor {
        tensor.sliced(tensor.shape.dimensions.dropLast().map { 0..<$0 } + [0..<outputs])
      }
      for (name, reference, run) in [
        ("forward", truth, { (direct: Bool) in direct ? less(forward(x, more)) : forward(x, w) }),
        (
          "gradient of the weight", weightTruth,
          { $0 ? less(weightGradient(x, more, dyMore)) : weightGradient(x, w, dy) }
        ),
      ] {
        for path in paths {
          KernelPath.select(path)
          try expect("direct", .accurate, x.shape, more.shape, stride)
          try expect(stride == 1 ? "Winograd F(2x2,3x3)" : "direct", .accurate, x.shape, w.shape, stride)
          try expect("Winograd F(4x4,3x3)" + (stride == 1 ? "" : " by phases"), .fast, x.shape, w.shape, stride)
          let errors = [(ComputeMode.accurate, true), (.accurate, false), (.fast, false)].map { mode, direct in
            ComputeMode.$current.withValue(mode) { relative(run(direct), reference) }
          }
          print(
            "| \(name), \(channels) → \(outputs) @ \(map) | \(path.rawValue) |"
              + errors.map { " \(short($0)) |" }.joined())
        }
      }
    }
  }

  private static func expect(
    _ name: String, _ mode: ComputeMode, _ input: Shape, _ weight: Shape, _ stride: Int
  ) throws {
    let found = ComputeMode.$current.withValue(mode) {
      convolutionAlgorithms(input: input, weight: weight, stride: stride, padding: 1)
    }
    guard found.forward == name, found.weight == name else {
      throw UsageError("\(input) by \(weight) is served by \(found), not by '\(name)'")
    }
  }

  private static func relative(_ result: Tensor, _ truth: Tensor) -> Double {
    let difference = result.cast(to: .float64) - truth
    return (dot(difference, difference).item() / dot(truth, truth).item()).squareRoot()
  }

  /// Two digits: 4.3e-7.
  private static func short(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var exponent = 0, digits = value
    while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
    digits = (digits * 10).rounded() / 10
    if digits >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
    return "\(digits)e\(exponent)"
  }
}
