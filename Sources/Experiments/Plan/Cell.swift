import Archive
import Results
import TensorCore

/// One unit of work: a pure function of its content, computed once into `results/cells/<id>/` and shared by every
/// experiment that asks for the same.
public struct Cell: Equatable, Sendable {
  /// Another cell whose results this one reads.
  public struct Input: Codable, Equatable, Sendable {
    public var id: String
    /// The full digest; 16 digits of it are in the id.
    public var digest: String
  }

  /// `<slug>-<16 hex>`.
  public let id: String
  /// SHA-256 of the canonical JSON of kind, work, input digests, data digest, versions and compute mode.
  public let digest: String
  public let work: CellWork
  /// By role, as `CellWork` names them.
  public let inputs: [String: Input]
  public let dataDigest: String
  /// Versions of the components that it uses, such as `method.opc`.
  public let versions: [String: Int]
  /// How its convolutions are computed: other bits, so another cell.
  public let mode: ComputeMode
  /// Which network it is about: `convnet`, `init-convnet`, or the method's name.
  public let subject: String

  init(
    work: CellWork, inputs: [String: Input] = [:], dataDigest: String, versions: [String: Int],
    mode: ComputeMode = .fast, subject: String
  ) throws {
    self.work = work
    self.inputs = inputs
    self.dataDigest = dataDigest
    self.versions = versions
    self.mode = mode
    self.subject = subject
    digest = try Self.digest(work: work, inputs: inputs, dataDigest: dataDigest, versions: versions, mode: mode)
    id = Self.slug(work, subject: subject) + "-" + digest.prefix(16)
  }

  public var kind: CellWork.Kind { work.kind }

  static func digest(
    work: CellWork, inputs: [String: Input], dataDigest: String, versions: [String: Int], mode: ComputeMode
  ) throws -> String {
    let content = JSONValue.object([
      "kind": .string(work.kind.rawValue),
      "work": try work.payload(),
      "inputs": .object(inputs.mapValues { .string($0.digest) }),
      "data": .string(dataDigest),
      "versions": .object(versions.mapValues(JSONValue.integer)),
      "compute": .string(mode.rawValue),
    ])
    return SHA256.hex(of: content.canonicalText)
  }

  /// The readable half of an id. It follows from the content: the same cell has the same directory everywhere.
  private static func slug(_ work: CellWork, subject: String) -> String {
    switch work {
    // A network that is not trained says so in its subject.
    case .train(let train): train.recipe == nil ? subject : "train-\(subject)"
    case .unlearn: "unlearn-\(subject)"
    case .outputs: "outputs-\(subject)"
    case .evaluate(let work): "evaluate-\(work.measurement)-\(subject)"
    case .recover(let work):
      work.attack.hasPrefix("recover") ? "\(work.attack)-\(subject)" : "recover-\(work.attack)-\(subject)"
    case .invert(let work): "invert-\(subject)-\(work.image)"
    }
  }

  /// The seed of every stream that it reads, by name, for its record.
  public var seeds: [String: Int] {
    var seeds: [String: Int] = [:]
    func add(_ split: SplitSpec) {
      if let validation = split.validation { seeds["validation"] = validation.random.seed }
      if let noise = split.noise { seeds["label-noise"] = noise.random.seed }
      if let random = split.earlier.compactMap(\.random).first { seeds["forget"] = random.seed }
      if let random = split.forget?.random { seeds["forget"] = random.seed }
    }
    switch work {
    case .train(let work):
      add(work.split)
      seeds["train"] = work.random.seed
    case .unlearn(let work):
      add(work.split)
      seeds["unlearn"] = work.random.seed
    case .outputs: break
    case .evaluate(let work): add(work.split)
    case .recover(let work):
      add(work.split)
      seeds["attack"] = work.random.seed
    case .invert(let work): seeds["attack"] = work.random.seed
    }
    return seeds
  }
}
