import Foundation
import Learning
import Results
import Testing

@testable import Experiments

/// A catalogue of its own, so that these tests do not change when a method does.
struct SampleCatalogue: Catalogue {
  var datasets: [String: ComponentEntry] = [
    "glyphs": ComponentEntry(options: GlyphOptions.self), "mnist": ComponentEntry(), "cifar10": ComponentEntry(),
  ]
  var models: [String: ComponentEntry] = [
    "mlp": ComponentEntry(), "convnet": ComponentEntry(), "resnet20": ComponentEntry(),
  ]
  var methods: [String: ComponentEntry] = [
    "retrain": ComponentEntry(options: RetrainOptions.self), "finetune": ComponentEntry(options: StepOptions.self),
    "gradient-ascent": ComponentEntry(options: StepOptions.self),
    "opc": ComponentEntry(options: ContractionOptions.self, version: 2),
  ]
  var evaluations: [String: EvaluationEntry] = [
    "accuracy": EvaluationEntry(), "mia-confidence": EvaluationEntry(),
    "cka": EvaluationEntry(references: [.original, .retrain]),
  ]
  var attacks: [String: AttackEntry] = [
    "recover-feature-map": AttackEntry(options: RecoveryOptions.self, form: .recovery),
    "recover-head": AttackEntry(options: RecoveryOptions.self, form: .recovery),
    "gradient-inversion": AttackEntry(options: InversionOptions.self, form: .inversion),
  ]
  var versions = SharedVersions()
  var reportColumns = ["UA", "RA", "TA", "PSNR"]
}

struct GlyphOptions: ConfigOptions {
  var size = 28
  static let rules: [String: OptionRule] = ["size": .integerRange(28...32)]
}

struct RetrainOptions: ConfigOptions {
  enum Start: String, Codable, Sendable, CaseIterable { case own, shared }
  var start = Start.own
  static let rules: [String: OptionRule] = [:]
}

struct StepOptions: ConfigOptions {
  var epochs = 2
  var learningRate = 0.01
  var gradientClip: Double?
  enum CodingKeys: String, CodingKey {
    case epochs
    case learningRate = "learning-rate"
    case gradientClip = "gradient-clip"
  }
  static let rules: [String: OptionRule] = [
    "epochs": .integerRange(1...1000), "learning-rate": .range(0...10), "gradient-clip": .optionalNumber(0...100),
  ]
}

struct ContractionOptions: ConfigOptions {
  var epochs = 3
  var norm = "plain"
  static let rules: [String: OptionRule] = [
    "epochs": .integerRange(1...1000), "norm": .choices(["plain", "squared"]),
  ]
}

struct RecoveryOptions: ConfigOptions {
  var ridge = 1e-6
  var intercept = true
  static let rules: [String: OptionRule] = ["ridge": .range(0...Double.infinity), "intercept": .flag]
}

struct InversionOptions: ConfigOptions {
  var iterations = 4000
  var restarts = 1
  static let rules: [String: OptionRule] = ["iterations": .integerRange(1...100_000)]
}

/// A whole experiment, to be varied.
let sampleText = """
  name: sample
  data: glyphs
  model: convnet
  recipe: {epochs: 3, learning-rate: 0.05}
  forget: {kind: class, classes: [0, 1, 2]}
  matrix:
    seed: 0..1
    method: [retrain, finetune, {name: opc, epochs: 5}]
  evaluate: [accuracy, cka]
  attack: [recover-feature-map, recover-head]
  report: {rows: method, columns: [UA, RA], over: seed}
  """

func experiment(_ text: String, set overrides: [String] = []) throws -> Experiment {
  try Experiment.parse(text, path: "x.yaml", overrides: overrides, catalogue: SampleCatalogue())
}

/// Everything that is printed about a text.
func complaint(_ text: String, set overrides: [String] = [], path: String = "x.yaml") -> String {
  do {
    _ = try Experiment.parse(text, path: path, overrides: overrides, catalogue: SampleCatalogue())
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// The first line of what is printed, without the excerpt.
func firstLine(_ text: String, set overrides: [String] = []) -> String {
  String(complaint(text, set: overrides).split(separator: "\n", omittingEmptySubsequences: false)[0])
}

/// `sampleText` with the line that begins with `start` replaced.
func sample(_ start: String, _ replacement: String) -> String {
  sampleText.split(separator: "\n").map { $0.hasPrefix(start) ? replacement : String($0) }.joined(separator: "\n")
}

let sampleFacts = DataFacts(digest: "d0", trainCount: 10_000, testCount: 2_000, classCount: 10)

func planned(_ experiment: Experiment, catalogue: SampleCatalogue = SampleCatalogue(), facts: DataFacts = sampleFacts)
  throws -> Plan
{
  try Plan.make(experiment, catalogue: catalogue) { _ in facts }
}

func planned(_ text: String, set overrides: [String] = []) throws -> Plan {
  try planned(experiment(text, set: overrides))
}

/// A folder that goes away with its owner.
final class ConfigFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("lethe-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
