import Learning

/// How a gradient is inverted: the keys of the `gradient-inversion` attack.
///
/// The defaults are the released notebook's for one CIFAR-10 image and an untrained ConvNet64, with the released
/// command line's total-variation (the notebook's, 1e-6, does nothing against a gradient of about that size a pixel).
/// Other published settings: 24,000 iterations (command line); adamw, learning-rate 0.04, weight-decay 0.01, decay
/// 0.5, total-variation 1e-2, 5 restarts of 10,000 iterations (Hu et al., 2024).
///
/// Source:    Geiping et al., "Inverting Gradients", 2020
public struct GradientInversionOptions: ConfigOptions, Equatable {
  public enum OptimizerKind: String, Codable, Sendable, CaseIterable { case adam, adamw }
  public enum GradientForm: String, Codable, Sendable, CaseIterable { case exact, pearlmutter }
  public enum Difference: String, Codable, Sendable, CaseIterable { case forward, central }
  public enum LabelKnowledge: String, Codable, Sendable, CaseIterable { case known, inferred }

  /// Steps of one restart.
  public var iterations = 4000
  /// Independent starts; the one with the lowest matching loss is kept.
  public var restarts = 1
  public var optimizer = OptimizerKind.adam
  /// Step length in normalised space.
  public var learningRate = 0.1
  /// The rate's factor at 3/8, 5/8 and 7/8 of the iterations.
  public var decay = 0.1
  /// Pull of the pixels towards the mean colour: coupled with `adam`, decoupled with `adamw`.
  public var weightDecay = 0.0
  /// Weight of the total variation of the normalised image.
  public var totalVariation = 1e-4
  public var signing = GradientSigning.hard
  public var start = StartingImage.normal
  /// Order 2 by differentiating twice, or by a difference of first-order gradients.
  public var gradient = GradientForm.exact
  /// Which difference `pearlmutter` takes: two or three first-order passes.
  public var difference = Difference.forward
  /// Length of the move in weight space for `pearlmutter`.
  public var differenceStep = 1e-2
  /// Whether the labels of the view are used.
  public var label = LabelKnowledge.known
  /// How a weight change is read; has no meaning for a gradient.
  public var updateSign = UpdateSign.auto
  /// Iterations between two entries of the loss series and two progress reports.
  public var reportInterval = 100

  public init() {}

  enum CodingKeys: String, CodingKey {
    case iterations, restarts, optimizer, decay, signing, gradient, difference
    // An attack's `label` is its name in tables.
    case label = "labels"
    case start = "init"
    case learningRate = "learning-rate"
    case weightDecay = "weight-decay"
    case totalVariation = "total-variation"
    case differenceStep = "difference-step"
    case updateSign = "update-sign"
    case reportInterval = "report-interval"
  }

  public static let rules: [String: OptionRule] = [
    "iterations": .integerRange(1...1_000_000),
    "restarts": .integerRange(1...1_000),
    "optimizer": .choices(OptimizerKind.allCases.map(\.rawValue)),
    "learning-rate": .range(1e-12...100),
    "decay": .range(0...1),
    "weight-decay": .range(0...10),
    "total-variation": .range(0...1_000),
    "signing": .choices(GradientSigning.allCases.map(\.rawValue)),
    "init": .choices(StartingImage.allCases.map(\.rawValue)),
    "gradient": .choices(GradientForm.allCases.map(\.rawValue)),
    "difference": .choices(Difference.allCases.map(\.rawValue)),
    "difference-step": .range(1e-9...1_000),
    "labels": .choices(LabelKnowledge.allCases.map(\.rawValue)),
    "update-sign": .choices(UpdateSign.allCases.map(\.rawValue)),
    "report-interval": .integerRange(1...1_000_000),
  ]

  var form: MatchingForm {
    switch gradient {
    case .exact: return .exact
    case .pearlmutter: return .pearlmutter(central: difference == .central, step: differenceStep)
    }
  }
}
