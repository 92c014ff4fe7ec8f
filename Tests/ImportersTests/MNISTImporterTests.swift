import Archive
import Foundation
import Testing

@testable import Importers

@Suite("MNIST importer") struct MNISTImporterTests {
  let folder: ImportFolder

  init() throws { folder = try ImportFolder() }

  @Test("the official files become a dataset", arguments: [DatasetKind.mnist, .fashionMNIST])
  func imports(kind: DatasetKind) throws {
    try Fixture.writeMNIST(folder)
    var steps: [ImportProgress] = []
    let dataset = try importDataset(kind, from: folder.url) { steps.append($0) }
    #expect(dataset.name == kind.name)
    #expect(dataset.train.shape == [3, 1, 28, 28] && dataset.test.shape == [2, 1, 28, 28])
    #expect(dataset.train.images == Fixture.pixels(3 * 784))
    #expect(dataset.test.images == Fixture.pixels(2 * 784, seed: 5))
    #expect(dataset.train.labels == [4, 0, 9] && dataset.test.labels == [1, 1])
    #expect(dataset.train.index == [0, 1, 2])
    #expect(dataset.mean == kind.facts.mean && dataset.classes.count == 10)
    #expect(dataset.coverage == "5 of 70,000 images")
    #expect(dataset.source.hasPrefix("\(kind.facts.title), 5 of 70,000 images; "))
    #expect(steps.map(\.position) == [1, 2, 3, 4] && steps.allSatisfy { $0.fileCount == 4 })
    try dataset.write(to: folder("a.h5"))
    #expect(try DatasetFile(reading: folder("a.h5")) == dataset)
  }

  @Test("compressed files are told by content, whatever their name")
  func compressed() throws {
    try Fixture.writeMNIST(folder)
    let plain = try importDataset(.mnist, from: folder.url)
    try Fixture.writeMNIST(folder) { Deflate.gzip($0) }
    var packed = try importDataset(.mnist, from: folder.url)
    #expect(packed.sha256 != plain.sha256)
    packed.sha256 = plain.sha256
    #expect(packed == plain)
    let name = "t10k-labels-idx1-ubyte"
    try FileManager.default.moveItem(at: folder(name), to: folder(name + ".gz"))
    #expect(try importDataset(.mnist, from: folder.url).test.labels == [1, 1])
  }

  @Test("the digest is what sha256sum says of the files")
  func digest() throws {
    try Fixture.writeMNIST(folder)
    let names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"].map { "\($0)-ubyte" }
    let lines = try names.map { "\(try SHA256.hex(ofFile: folder($0)))  \($0)\n" }
    #expect(try importDataset(.mnist, from: folder.url).sha256 == SHA256.hex(of: lines.joined()))
  }

  func error(_ kind: DatasetKind = .mnist) -> ImportError? {
    do {
      _ = try importDataset(kind, from: folder.url)
      return nil
    } catch { return error as? ImportError }
  }

  @Test("missing files are named, with where to get them")
  func missing() throws {
    try Fixture.writeMNIST(folder)
    try folder.remove("t10k-images-idx3-ubyte")
    #expect(
      error()
        == ImportError(
          .missingFile, file: folder.url.path, expected: "t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz",
          remedy: "get it from http://yann.lecun.com/exdb/mnist/"))
  }

  @Test("damaged and disagreeing files")
  func damaged() throws {
    try Fixture.writeMNIST(folder)
    let labels = folder("train-labels-idx1-ubyte").path
    try folder.write(Fixture.idx([2], [1, 2]), "train-labels-idx1-ubyte")
    #expect(
      error()
        == ImportError(
          .countMismatch, file: labels, expected: "3 labels, one for each image of train-images-idx3-ubyte", found: "2")
    )
    try folder.write(Fixture.idx([3], [1, 10, 2]), "train-labels-idx1-ubyte")
    #expect(error() == ImportError(.badLabel, file: labels, expected: "0 to 9", found: "10 at position 1"))
    try folder.write(Array(Deflate.gzip(Fixture.idx([3], [1, 2, 3])).dropLast(4)), "train-labels-idx1-ubyte")
    #expect(error() == ImportError(.badCompression, file: labels, found: "the compressed data ends too early"))
    try folder.write(Fixture.idx([3, 27, 28], Fixture.pixels(3 * 27 * 28)), "train-images-idx3-ubyte")
    try folder.write(Fixture.idx([3], [1, 2, 3]), "train-labels-idx1-ubyte")
    #expect(error()?.problem == .wrongImageSize)
    #expect(error()?.found == "27x28")
  }

  @Test("a folder of datasets is searched, and the folder itself")
  func locate() throws {
    #expect(throws: ImportError.self) { try DatasetKind.mnist.locate(in: folder.url) }
    try Fixture.writeMNIST(folder)
    #expect(try DatasetKind.mnist.locate(in: folder.url).path == folder.url.path)
    try Fixture.writeMNIST(folder, below: "fashion-mnist/")
    #expect(try DatasetKind.fashionMNIST.locate(in: folder.url).path == folder("fashion-mnist").path)
    #expect(throws: ImportError.self) { try DatasetKind.cifar10.locate(in: folder.url) }
  }

  @Test("names are understood in their common spellings")
  func kinds() {
    #expect(DatasetKind.allNames == ["mnist", "fashion-mnist", "cifar10", "cifar100"])
    #expect(DatasetKind(name: "CIFAR-10") == .cifar10)
    #expect(DatasetKind(name: "fashion_mnist") == .fashionMNIST)
    #expect(DatasetKind(name: "mnist2") == nil)
    for kind in DatasetKind.allCases { #expect(Set(kind.facts.classes).count == kind.facts.classes.count) }
    #expect(DatasetKind.cifar100.facts.classes.count == 100)
  }
}
