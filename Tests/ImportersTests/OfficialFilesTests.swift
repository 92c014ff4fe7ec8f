import Archive
import Foundation
import Testing

@testable import Importers

/// The real files, where `LETHE_DATA` names the folder that holds them.
@Suite("Official files") struct OfficialFilesTests {
  static let folder = ProcessInfo.processInfo.environment["LETHE_DATA"].map { URL(fileURLWithPath: $0) }

  static func has(_ kind: DatasetKind) -> Bool { folder.flatMap { try? kind.locate(in: $0) } != nil }

  @Test(
    "MNIST and Fashion-MNIST have their official counts",
    .enabled(if: has(.mnist) && has(.fashionMNIST), "LETHE_DATA has no MNIST and Fashion-MNIST"),
    arguments: [DatasetKind.mnist, .fashionMNIST])
  func idx(kind: DatasetKind) throws {
    let dataset = try importDataset(kind, from: kind.locate(in: #require(Self.folder)))
    #expect(dataset.train.count == 60_000 && dataset.test.count == 10_000)
    #expect(dataset.coverage == nil)
    // The class counts of the official labels; Fashion-MNIST is balanced.
    var counts = [Int](repeating: 0, count: 10)
    for label in dataset.test.labels { counts[Int(label)] += 1 }
    let expected =
      kind == .mnist
      ? [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009] : [Int](repeating: 1000, count: 10)
    #expect(counts == expected)
  }

  @Test("one dataset's files are not taken for the other's", .enabled(if: has(.fashionMNIST), "LETHE_DATA has none"))
  func otherDataset() throws {
    let place = try DatasetKind.fashionMNIST.locate(in: #require(Self.folder))
    let error = #expect(throws: ImportError.self) { try importDataset(.mnist, from: place) }
    #expect(error?.problem == .otherDataset)
  }

  @Test("CIFAR-10 has the records held, at their official places", .enabled(if: has(.cifar10), "LETHE_DATA has none"))
  func cifar() throws {
    let dataset = try importDataset(.cifar10, from: DatasetKind.cifar10.locate(in: #require(Self.folder)))
    let counts = [dataset.train.count, dataset.test.count]
    #expect(counts == [49_927, 9_980] || counts == [50_000, 10_000])
    if counts[0] == 49_927 { #expect(dataset.coverage == "59,907 of 60,000 images") }
    #expect(dataset.train.index.last == 49_999 && dataset.test.index.last == 9_999)
    #expect(zip(dataset.train.index, dataset.train.index.dropFirst()).allSatisfy(<))
  }
}
