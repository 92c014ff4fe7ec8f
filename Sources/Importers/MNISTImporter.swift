import Archive
import Foundation

/// MNIST and Fashion-MNIST: two IDX files a part, 28×28 grey images and labels 0–9.
struct MNISTImporter {
  let kind: DatasetKind

  private static let parts = [(name: "train", stem: "train"), (name: "test", stem: "t10k")]
  private static let side = 28

  // The two datasets share all file names. SHA-256 of the unpacked official training labels tells them apart.
  private static let trainLabelDigests: [DatasetKind: String] = [
    .mnist: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    .fashionMNIST: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
  ]

  /// True when `folder` has the first file of the dataset.
  static func isPresent(in folder: URL) -> Bool { SourceFile.find(names("train", "images"), in: folder) != nil }

  func read(from folder: URL, progress: (ImportProgress) -> Void) throws -> DatasetFile {
    var urls: [URL] = []
    for part in Self.parts {
      for content in ["images", "labels"] {
        let names = Self.names(part.stem, content)
        guard let url = SourceFile.find(names, in: folder) else {
          throw ImportError(
            .missingFile, file: folder.path, expected: "\(names[0]) or \(names[0]).gz",
            remedy: "get it from \(kind.facts.download)")
        }
        urls.append(url)
      }
    }
    let files = try urls.enumerated().map { position, url in
      progress(ImportProgress(file: url.lastPathComponent, position: position + 1, fileCount: urls.count))
      return try SourceFile(url)
    }
    let train = try split(images: files[0], labels: files[1])
    try checkIdentity(files[1])
    let test = try split(images: files[2], labels: files[3])
    return DatasetFile(kind, train: train, test: test, files: files)
  }

  private static func names(_ stem: String, _ content: String) -> [String] {
    let rank = content == "images" ? 3 : 1
    // Some unpackers turn the first hyphen after the name into a dot.
    return ["\(stem)-\(content)-idx\(rank)-ubyte", "\(stem)-\(content).idx\(rank)-ubyte"]
  }

  private func split(images imageFile: SourceFile, labels labelFile: SourceFile) throws -> DatasetFile.Split {
    let images = try IDX(imageFile.content, rank: 3, file: imageFile.url.path)
    let labels = try IDX(labelFile.content, rank: 1, file: labelFile.url.path)
    guard images.shape[1...] == [Self.side, Self.side] else {
      throw ImportError(
        .wrongImageSize, file: imageFile.url.path, expected: "\(Self.side)x\(Self.side)",
        found: "\(images.shape[1])x\(images.shape[2])")
    }
    guard images.shape[0] == labels.shape[0] else {
      throw ImportError(
        .countMismatch, file: labelFile.url.path,
        expected: "\(images.shape[0]) labels, one for each image of \(imageFile.url.lastPathComponent)",
        found: "\(labels.shape[0])")
    }
    if let position = labels.values.firstIndex(where: { $0 > 9 }) {
      throw ImportError(
        .badLabel, file: labelFile.url.path, expected: "0 to 9",
        found: "\(labels.values[position]) at position \(position)")
    }
    return DatasetFile.Split(
      images: images.values, shape: [images.shape[0], 1, Self.side, Self.side],
      labels: labels.values.map { Int64($0) })
  }

  private func checkIdentity(_ labels: SourceFile) throws {
    let digest = SHA256.hex(of: labels.content)
    guard let other = Self.trainLabelDigests.first(where: { $0.value == digest && $0.key != kind })?.key else { return }
    throw ImportError(
      .otherDataset, file: labels.url.path, expected: kind.facts.title, found: other.facts.title)
  }
}
