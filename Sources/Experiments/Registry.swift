import GradientInversion
import Importers
import Learning
import OPC
import RecoveryAttack
import Unlearners

/// The composition root: the one place that names every model, method, attack, measurement and dataset.
///
/// Adding one is its own file and its line here.
public struct Registry: Catalogue {
  public init() {}

  static let architectures: [any Architecture.Type] = [
    MLP.self, ConvNet.self, ConvNet64.self, ResNet20.self, ResNet18.self,
  ]

  public static let unlearners: [UnlearnerEntry] = [
    UnlearnerEntry(Retrain.self),
    UnlearnerEntry(FineTune.self),
    UnlearnerEntry(GradientAscent.self),
    UnlearnerEntry(RandomLabel.self),
    UnlearnerEntry(BoundaryExpanding.self),
    UnlearnerEntry(BoundaryShrink.self),
    UnlearnerEntry(NoisyGradientDescent.self),
    UnlearnerEntry(NegGradPlus.self),
    UnlearnerEntry(ExactUnlearningK.self),
    UnlearnerEntry(CatastrophicForgettingK.self),
    UnlearnerEntry(SalUn.self),
    UnlearnerEntry(Scrub.self),
    UnlearnerEntry(BadTeacher.self),
    UnlearnerEntry(L1Sparse.self),
    UnlearnerEntry(SelectiveSynapticDampening.self),
    UnlearnerEntry(Unsir.self),
    UnlearnerEntry(FisherForgetting.self),
    UnlearnerEntry(InfluenceUnlearning.self),
    UnlearnerEntry(Delete.self),
    UnlearnerEntry(OnePointContraction.self),
    UnlearnerEntry(ErasingSpaceConcept.self),
    UnlearnerEntry(ErasingSpaceConceptTrained.self),
    UnlearnerEntry(ClassMeanFeatures.self),
    UnlearnerEntry(MaskedSmallGradients.self),
    UnlearnerEntry(ConvolutionTransposition.self),
    UnlearnerEntry(HeadOnly.self),
    UnlearnerEntry(Identity.self),
  ]

  static let recoveries: [RecoveryEntry] = [
    RecoveryEntry(FeatureMapping.self),
    RecoveryEntry(HeadRecovery.self),
  ]

  public let datasets: [String: ComponentEntry] = [
    "glyphs": ComponentEntry(options: GlyphsOptions.self, version: Glyphs.version),
    "mnist": ComponentEntry(options: OfficialOptions.self),
    "fashion-mnist": ComponentEntry(options: OfficialOptions.self),
    "cifar10": ComponentEntry(options: OfficialOptions.self),
    "cifar100": ComponentEntry(options: OfficialOptions.self),
  ]

  public let evaluations: [String: EvaluationEntry] = [
    "accuracy": EvaluationEntry(),
    "mia-confidence": EvaluationEntry(),
    "cka": EvaluationEntry(references: [.original]),
    "representation": EvaluationEntry(),
  ]

  public var models: [String: ComponentEntry] {
    Dictionary(uniqueKeysWithValues: Self.architectures.map { ($0.name, ComponentEntry()) })
  }

  public var methods: [String: ComponentEntry] {
    Dictionary(
      uniqueKeysWithValues: Self.unlearners.map {
        (
          $0.name, ComponentEntry(options: $0.optionsType, version: $0.version, searchSpace: $0.searchSpace)
        )
      })
  }

  public var attacks: [String: AttackEntry] {
    var attacks = [
      GradientInversionAttack.name: AttackEntry(
        options: GradientInversionOptions.self, version: GradientInversionAttack.version, form: .inversion)
    ]
    for recovery in Self.recoveries {
      attacks[recovery.name] = AttackEntry(
        options: recovery.optionsType, version: recovery.version, form: .recovery)
    }
    return attacks
  }

  public let versions = SharedVersions()

  public var reportColumns: [String] { ReportColumn.all.map(\.name) }

  static func architecture(_ name: String) throws -> any Architecture.Type {
    guard let found = architectures.first(where: { $0.name == name }) else {
      throw CellError.missing("an architecture named '\(name)'")
    }
    return found
  }

  static func unlearner(_ name: String) throws -> UnlearnerEntry {
    guard let found = unlearners.first(where: { $0.name == name }) else {
      throw CellError.missing("a method named '\(name)'")
    }
    return found
  }

  static func recovery(_ name: String) throws -> RecoveryEntry {
    guard let found = recoveries.first(where: { $0.name == name }) else {
      throw CellError.missing("a recovery attack named '\(name)'")
    }
    return found
  }
}
