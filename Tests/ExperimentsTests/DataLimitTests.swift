import Archive
import Foundation
import Learning
import Results
import Testing

@testable import Experiments

/// `data.train`: the first images of a dataset file, and another identity.
@Suite struct DataLimitTests {
  private static let file = DatasetFile(
    name: "mnist", classes: ["zero", "one"], mean: [0.5], std: [0.25], source: "drawn", sha256: "s",
    train: DatasetFile.Split(
      images: (0..<48).map { UInt8($0) }, shape: [12, 1, 2, 2], labels: (0..<12).map { Int64($0 % 2) }),
    test: DatasetFile.Split(images: [1, 2, 3, 4], shape: [1, 1, 2, 2], labels: [0]))

  @Test func eachIsLoadedOnce() throws {
    let datasets = Datasets(Workspace())
    func load(train: Int) throws -> ImageDataset {
      try datasets.load(
        DataConfig(
          name: "glyphs", options: ["train": .integer(train), "test": 10, "variant": "gray28", "seed": 1])
      )
    }
    let first = try load(train: 50), other = try load(train: 60)
    #expect(first.train.count == 50 && other.train.count == 60)
    for _ in 0..<8 { #expect(try load(train: 50) === first && load(train: 60) === other) }
  }

  @Test func keepsTheFirstImages() throws {
    let folder = try ConfigFolder(), path = folder.path + "/small.h5"
    try Self.file.write(to: URL(fileURLWithPath: path))
    func config(_ train: JSONValue) -> DataConfig {
      DataConfig(name: "mnist", path: path, options: .object(["train": train]))
    }
    let datasets = Datasets(Workspace())
    let whole = try datasets.facts(config(.null)), cut = try datasets.facts(config(10))
    #expect(try datasets.facts(DataConfig(name: "mnist", path: path)) == whole && whole.trainCount == 12)
    #expect(try datasets.facts(config(12)) == whole, "all of them is the whole")
    #expect(cut.trainCount == 10 && cut.testCount == 1 && cut.digest != whole.digest)
    #expect(cut.coverage == "the first 10 of 12 training images")
    let loaded = try datasets.load(config(10))
    #expect(loaded.train.count == 10 && loaded.train.labels == (0..<10).map { Int32($0 % 2) })
    #expect(try loaded.digest != datasets.load(config(.null)).digest)
    let error = #expect(throws: DatasetError.self) { try datasets.facts(config(13)) }
    #expect(error?.description == "'data.train' is 13, but 'mnist' has 12 training images")
    withExtendedLifetime(folder) {}
  }
}
