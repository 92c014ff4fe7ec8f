import Archive
import Foundation

/// How far an import has come.
public struct ImportProgress: Hashable, Sendable {
  /// Name of the file being read.
  public let file: String
  /// Its place among the files, from 1.
  public let position: Int
  /// Number of files to read.
  public let fileCount: Int
}

/// Reads a public dataset from a folder of its official files, plain or compressed.
///
/// Throws: `ImportError` for files that are missing, damaged or do not agree; `ArchiveError` for files that cannot be
/// opened.
///
/// ```swift
/// let digits = try importDataset(.mnist, from: folder)
/// try digits.write(to: URL(fileURLWithPath: "data/mnist.h5"))
/// ```
public func importDataset(
  _ kind: DatasetKind, from folder: URL, progress: (ImportProgress) -> Void = { _ in }
) throws -> DatasetFile {
  switch kind {
  case .mnist, .fashionMNIST: try MNISTImporter(kind: kind).read(from: folder, progress: progress)
  case .cifar10, .cifar100: try CIFARImporter(kind: kind).read(from: folder, progress: progress)
  }
}

extension DatasetKind {
  /// The folder that holds this dataset's files: one of its usual folders below `folder`, or `folder` itself.
  ///
  /// Throws: `ImportError` `missingFile`, naming the places looked at.
  public func locate(in folder: URL) throws -> URL {
    let places = facts.folders.map { folder.appendingPathComponent($0) } + [folder]
    if let place = places.first(where: isPresent(in:)) { return place }
    throw ImportError(
      .missingFile, file: folder.path,
      expected: "the \(facts.title) files here or in \(facts.folders.map { "\($0)/" }.joined(separator: ", "))",
      remedy: "get them from \(facts.download)")
  }

  private func isPresent(in folder: URL) -> Bool {
    switch self {
    case .mnist, .fashionMNIST: MNISTImporter.isPresent(in: folder)
    case .cifar10, .cifar100: CIFARImporter.isPresent(self, in: folder)
    }
  }
}

extension DatasetFile {
  /// A dataset with its kind's constants; the source says how many images are absent, if any.
  init(_ kind: DatasetKind, train: Split, test: Split, files: [SourceFile]) {
    let facts = kind.facts
    self.init(
      name: kind.name, classes: facts.classes, mean: facts.mean, std: facts.std, source: "",
      sha256: SourceFile.digest(files), officialCount: facts.officialCount, train: train, test: test)
    source = [coverage.map { "\(facts.title), \($0)" } ?? facts.title, facts.citation, facts.download]
      .joined(separator: "; ")
  }
}
