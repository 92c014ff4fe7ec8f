import Learning
import Results

/// What a cell does, with everything that it reads from the config; a cell is a function of this, its inputs and the
/// data.
///
/// In JSON the case is `kind` and the payload `work`, keys in snake_case; the options of a component are kept as they
/// are, to be decoded by the component: `work.options.decoded(as: OPC.Options.self)`.
public enum CellWork: Equatable, Sendable {
  case train(TrainWork)
  case unlearn(UnlearnWork)
  case outputs(OutputsWork)
  case evaluate(EvaluateWork)
  case recover(RecoverWork)
  case invert(InvertWork)

  public enum Kind: String, Codable, Sendable, CaseIterable {
    case train, unlearn, outputs, evaluate, recover, invert
  }

  public var kind: Kind {
    switch self {
    case .train: .train
    case .unlearn: .unlearn
    case .outputs: .outputs
    case .evaluate: .evaluate
    case .recover: .recover
    case .invert: .invert
    }
  }
}

/// An architecture by name.
public struct ModelSpec: Codable, Equatable, Sendable {
  public var name: String
  public var options: JSONValue
}

/// Trains a network from random weights. No inputs.
public struct TrainWork: Codable, Equatable, Sendable {
  public var model: ModelSpec
  /// Nil for the control `random-init`: the weights stay as they are drawn.
  public var recipe: TrainingRecipe?
  /// Only `validation` and `noise`, and only with a recipe.
  public var split: SplitSpec
  /// Parent of `init` (weights), `shuffle`, `augment`.
  public var random: StreamSpec
}

/// Makes a network forget. Input `original`: a train cell, or the unlearn cell of the request before; `original-outputs`, where the request reads what the original
/// says: its outputs cell.
public struct UnlearnWork: Codable, Equatable, Sendable {
  public var method: String
  public var options: JSONValue
  public var model: ModelSpec
  /// How the original was trained; `retrain` trains by it again.
  public var recipe: TrainingRecipe
  public var split: SplitSpec
  /// Parent of all randomness of the method. It differs from the original's, so that retraining draws weights of its
  /// own.
  public var random: StreamSpec
}

/// Logits and features of both splits. Input `network`: a train or unlearn cell.
public struct OutputsWork: Codable, Equatable, Sendable {}

/// One measurement. Inputs `outputs`, and `original`, `retrain` where the measurement or the request reads them: outputs
/// cells.
public struct EvaluateWork: Codable, Equatable, Sendable {
  public var measurement: String
  public var options: JSONValue
  public var split: SplitSpec
}

/// One recovery attack. Inputs `outputs` and `original`: outputs cells; `network`: the train cell of the original,
/// whose head the attacker has.
public struct RecoverWork: Codable, Equatable, Sendable {
  public var attack: String
  public var options: JSONValue
  public var split: SplitSpec
  /// Draws the calibration samples; the same for every attack and network, so that they compare.
  public var random: StreamSpec
}

/// One reconstruction of one training image. Input `network` for a gradient: a train cell. Inputs `original` and
/// `unlearned` for an update: a train cell, and an unlearn cell that forgot this image alone.
public struct InvertWork: Codable, Equatable, Sendable {
  public var attack: String
  public var options: JSONValue
  public var target: InversionChoice.Target
  /// Position in the dataset file's `train` group.
  public var image: Int
  public var random: StreamSpec
}
