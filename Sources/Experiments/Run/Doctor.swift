import Foundation
import Importers
import TensorCore

/// What this machine offers.
public struct Doctor {
  private let workspace: Workspace

  public init(_ workspace: Workspace) { self.workspace = workspace }

  public var text: String {
    let machine = Machine.record(mode: .fast)
    let paths = KernelPath.allCases.map { "\($0.rawValue)\($0.isAvailable ? "" : " (not on this processor)")" }
    var lines = [
      "processor  \(machine.cpu), \(machine.cores) cores",
      "kernels    \(machine.kernels), of: \(paths.joined(separator: ", "))",
      "threads    \(machine.threads)", "revision   \(Machine.revision)",
      "gnuplot    \(hasGnuplot ? "found" : "not found — figures stay as .gp and .dat (apt-get install gnuplot-nox)")",
      "results    \(workspace.results.path)",
    ]
    for kind in DatasetKind.allCases {
      let file = workspace.data.appending(path: "\(kind.name).h5").path
      let isThere = FileManager.default.fileExists(atPath: file)
      lines.append(
        "data       \(kind.name): " + (isThere ? file : "not imported — lethe data import \(kind.name) --from FOLDER"))
    }
    return (lines + convolutions).joined(separator: "\n")
  }

  /// Which algorithm serves each convolution of each architecture, in both modes.
  private var convolutions: [String] {
    var lines = ["convolutions: forward, data gradient, weight gradient; a function of sizes and mode alone"]
    for mode in ComputeMode.allCases {
      for batch in [128, 1] {
        lines.append("  compute.mode \(mode.rawValue), batch \(batch)")
        for layer in Self.layers {
          let names = ComputeMode.$current.withValue(mode) {
            convolutionAlgorithms(
              input: [batch, layer.map, layer.map, layer.inputs],
              weight: [layer.filter, layer.filter, layer.inputs, layer.outputs], stride: layer.stride,
              padding: layer.filter / 2)
          }
          let all = names.forward == names.data && names.data == names.weight
          let text = all ? names.forward : [names.forward, names.data, names.weight].joined(separator: " | ")
          lines.append("    \(layer.name.padding(toLength: 34, withPad: " ", startingAt: 0))\(text)")
        }
      }
    }
    return lines
  }

  private struct ConvolutionLayer {
    let map, inputs, outputs, filter, stride: Int
    var name: String {
      "\(filter)x\(filter), \(inputs) to \(outputs), \(map)x\(map)" + (stride == 1 ? "" : ", stride \(stride)")
    }
  }

  /// The shapes that occur in the architectures, on 32×32 images (28×28 for convnet).
  private static let layers: [ConvolutionLayer] = [
    (32, 3, 64, 3, 1), (32, 64, 64, 3, 1), (32, 64, 128, 3, 2), (32, 64, 128, 1, 2), (16, 128, 128, 3, 1),
    (8, 256, 256, 3, 1), (4, 512, 512, 3, 1), (32, 16, 16, 3, 1), (16, 32, 32, 3, 1), (28, 1, 32, 3, 1),
    (14, 32, 64, 3, 1), (10, 256, 256, 3, 1),
  ].map { ConvolutionLayer(map: $0.0, inputs: $0.1, outputs: $0.2, filter: $0.3, stride: $0.4) }

  private var hasGnuplot: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot")
    }
  }
}
