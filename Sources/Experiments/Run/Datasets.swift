import Archive
import Foundation
import Importers
import Learning

/// Options of the embedded dataset.
public struct GlyphsOptions: ConfigOptions, Equatable {
  /// `gray28` (28×28×1) or `color32` (32×32×3).
  public var variant = GlyphsVariant.gray28.rawValue
  /// The seed that it is drawn from; not one of the experiment's seeds, for the data is the same in all of them.
  public var seed = 1
  public var train = 10_000
  public var test = 2_000

  public init() {}

  public static let rules: [String: OptionRule] = [
    "variant": .choices(GlyphsVariant.allCases.map(\.rawValue)), "seed": .integerRange(0...Int(Int32.max)),
    "train": .integerRange(50...1_000_000), "test": .integerRange(10...1_000_000),
  ]
}

/// Options of a dataset that is read from official files.
public struct OfficialOptions: ConfigOptions, Equatable {
  /// How many training images are used, the first of the file; nil for all.
  public var train: Int?

  public init() {}

  public static let rules: [String: OptionRule] = ["train": .optionalInteger(10...1_000_000)]

  /// What is used of so many training images; nil for all of them.
  ///
  /// Throws:    `DatasetError`, where there are fewer
  func limit(_ count: Int, name: String) throws -> Int? {
    guard let train, train > count else { return train == count ? nil : train }
    throw DatasetError(description: "'data.train' is \(train), but '\(name)' has \(count) training images")
  }

  /// What tells a cut dataset from the whole.
  func digest(of whole: String, limit: Int?) -> String {
    limit.map { SHA256.hex(of: "\(whole)|train=\($0)") } ?? whole
  }
}

/// Why a dataset cannot be used.
public struct DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}

/// Finds, imports and loads datasets; each is loaded once.
///
/// Order of search: `path` of the config, `data/<name>.h5`, then the official files below `$LETHE_DATA`, which are
/// imported to `data/<name>.h5`.
public final class Datasets {
  private let workspace: Workspace
  private let say: (String) -> Void
  private var loaded: [(config: DataConfig, dataset: ImageDataset)] = []

  public init(_ workspace: Workspace, say: @escaping (String) -> Void = { _ in }) {
    self.workspace = workspace
    self.say = say
  }

  public func load(_ config: DataConfig) throws -> ImageDataset {
    if let known = loaded.first(where: { $0.config == config }) { return known.dataset }
    let dataset = try ImageDataset(config.name == "glyphs" ? glyphs(config) : official(config))
    loaded.append((config, dataset))
    return dataset
  }

  /// What planning needs to know; reads a file's attributes, not its images.
  public func facts(_ config: DataConfig) throws -> DataFacts {
    if config.name == "glyphs" {
      let dataset = try load(config)
      return DataFacts(
        digest: dataset.digest, trainCount: dataset.train.count, testCount: dataset.test.count,
        classCount: dataset.classCount)
    }
    let s = try DatasetSummary(reading: try file(config))
    // The digest of the source files alone would not tell a file that was cut down or normalised otherwise.
    let content = "\(s.sha256)|\(s.trainCount)|\(s.testCount)|\(s.imageShape)|\(s.classes)|\(s.mean)|\(s.std)"
    let options = try config.options.decoded(as: OfficialOptions.self)
    let limit = try options.limit(s.trainCount, name: config.name)
    return DataFacts(
      digest: options.digest(of: SHA256.hex(of: content), limit: limit), trainCount: limit ?? s.trainCount,
      testCount: s.testCount, classCount: s.classes.count,
      coverage: limit.map { "the first \($0) of \(s.trainCount) training images" } ?? s.coverage)
  }

  private func official(_ config: DataConfig) throws -> DatasetFile {
    var data = try DatasetFile(reading: try file(config))
    let options = try config.options.decoded(as: OfficialOptions.self)
    guard let limit = try options.limit(data.train.count, name: config.name) else { return data }
    let whole = data.train
    data.train = DatasetFile.Split(
      images: Array(whole.images.prefix(limit * whole.shape[1...].reduce(1, *))), shape: [limit] + whole.shape[1...],
      labels: Array(whole.labels.prefix(limit)), index: Array(whole.index.prefix(limit)),
      extras: whole.extras.mapValues { Array($0.prefix(limit)) })
    data.sha256 = options.digest(of: data.sha256, limit: limit)
    return data
  }

  private func glyphs(_ config: DataConfig) throws -> DatasetFile {
    let options = try config.options.decoded(as: GlyphsOptions.self)
    guard let variant = GlyphsVariant(rawValue: options.variant) else {
      throw DatasetError(description: "glyphs has no variant '\(options.variant)'")
    }
    return DatasetFile(
      Glyphs.generate(
        variant: variant, seed: UInt64(options.seed), trainCount: options.train, testCount: options.test))
  }

  /// The dataset file, imported if need be.
  private func file(_ config: DataConfig) throws -> URL {
    let manager = FileManager.default
    if let path = config.path {
      guard manager.fileExists(atPath: path) else {
        throw DatasetError(
          description: "'data.path' names \(path), which does not exist — make it with: lethe data import "
            + "\(config.name) --from FOLDER --to \(path)")
      }
      return URL(fileURLWithPath: path)
    }
    let usual = workspace.data.appending(path: "\(config.name).h5")
    if manager.fileExists(atPath: usual.path) { return usual }
    if let kind = DatasetKind(name: config.name), let originals = ProcessInfo.processInfo.environment["LETHE_DATA"],
      let folder = try? kind.locate(in: URL(fileURLWithPath: originals))
    {
      say("importing \(config.name) from \(folder.path) to \(usual.path)")
      try manager.createDirectory(at: workspace.data, withIntermediateDirectories: true)
      try importDataset(kind, from: folder).write(to: usual)
      return usual
    }
    throw DatasetError(
      description: "dataset '\(config.name)' not found: there is no \(usual.path), and $LETHE_DATA "
        + (ProcessInfo.processInfo.environment["LETHE_DATA"].map { "(\($0)) does not hold its files" } ?? "is not set")
        + " — make it with: lethe data import \(config.name) --from FOLDER")
  }
}
