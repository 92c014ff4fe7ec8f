import Archive
import Foundation

/// CIFAR-10 and CIFAR-100, binary version: records of one or two label bytes and 3×32×32 pixels, colour planes one
/// after another. A file may hold any number of records, and may be compressed.
///
/// Source: https://www.cs.toronto.edu/~kriz/cifar.html
struct CIFARImporter {
  let kind: DatasetKind

  static let imageBytes = 3 * 32 * 32
  static let officialRecordCount = 10_000

  /// Stems of the files, by part of the dataset.
  private static func stems(_ kind: DatasetKind) -> (train: [String], test: [String]) {
    kind == .cifar10 ? ((1...5).map { "data_batch_\($0)" }, ["test_batch"]) : (["train"], ["test"])
  }

  // CIFAR-100: the coarse label comes first.
  private var labelBytes: Int { kind == .cifar10 ? 1 : 2 }

  /// True when `folder` has the first file of the dataset.
  static func isPresent(_ kind: DatasetKind, in folder: URL) -> Bool { find(stems(kind).train[0], in: folder) != nil }

  func read(from folder: URL, progress: (ImportProgress) -> Void) throws -> DatasetFile {
    let stems = Self.stems(kind)
    let urls = try (stems.train + stems.test).map { stem in
      guard let url = Self.find(stem, in: folder) else {
        throw ImportError(
          .missingFile, file: folder.path, expected: "\(stem).bin, .bin.gz or .bin.xz",
          remedy: "get it from \(kind.facts.download) and unpack the archive")
      }
      return url
    }
    let absent = try kind == .cifar10 ? AbsentRecords(in: folder) : nil
    var files: [SourceFile] = []
    var parts = (train: Part(), test: Part())
    for (position, url) in urls.enumerated() {
      progress(ImportProgress(file: url.lastPathComponent, position: position + 1, fileCount: urls.count))
      let file = try SourceFile(url)
      let stem = (stems.train + stems.test)[position]
      if position < stems.train.count {
        try append(file, stem: stem, absent: absent, to: &parts.train)
      } else {
        try append(file, stem: stem, absent: absent, to: &parts.test)
      }
      files.append(file)
    }
    if let absent { files.append(absent.file) }
    return DatasetFile(kind, train: split(parts.train), test: split(parts.test), files: files)
  }

  /// What has been read of one part.
  private struct Part {
    var images: [UInt8] = []
    var labels: [Int64] = []
    var coarse: [Int64] = []
    var index: [Int64] = []
    var batchCount = 0
  }

  // Complete files first; `partial` ones lack some records.
  private static func find(_ stem: String, in folder: URL) -> URL? {
    SourceFile.find(["\(stem).bin", "\(stem).partial.bin"], in: folder)
  }

  private func append(_ file: SourceFile, stem: String, absent: AbsentRecords?, to part: inout Part) throws {
    let recordBytes = labelBytes + Self.imageBytes
    let byteCount = file.content.count
    guard byteCount > 0, byteCount % recordBytes == 0 else {
      throw ImportError(
        .truncated, file: file.url.path, expected: "whole records of \(recordBytes) bytes",
        found: "\(byteCount) bytes, \(byteCount % recordBytes) beyond the last whole record")
    }
    let count = byteCount / recordBytes
    part.images.reserveCapacity(part.images.count + count * Self.imageBytes)
    try file.content.withUnsafeBytes { content in
      for record in 0..<count {
        let start = record * recordBytes
        let label = content[start + labelBytes - 1]
        guard Int(label) < kind.facts.classes.count else {
          throw ImportError(
            .badLabel, file: file.url.path, expected: "0 to \(kind.facts.classes.count - 1)",
            found: "\(label) in record \(record)")
        }
        part.labels.append(Int64(label))
        part.coarse.append(Int64(content[start]))
        let pixels = start + labelBytes
        part.images.append(contentsOf: UnsafeRawBufferPointer(rebasing: content[pixels..<pixels + Self.imageBytes]))
      }
    }
    // Without a list of what is absent, records are taken to be consecutive.
    let official = try absent?.positions(in: stem, recordCount: count, file: file.url.path)
    let first = Int64(absent == nil ? part.index.count : part.batchCount * Self.officialRecordCount)
    part.index += (official ?? (0..<count).map { Int64($0) }).map { first + $0 }
    part.batchCount += 1
  }

  private func split(_ part: Part) -> DatasetFile.Split {
    DatasetFile.Split(
      images: part.images, shape: [part.labels.count, 3, 32, 32], labels: part.labels, index: part.index,
      extras: kind == .cifar100 ? ["coarse_label": part.coarse] : [:])
  }
}
