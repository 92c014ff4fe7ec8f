import Archive
import Foundation

/// A list of records that are absent from incomplete CIFAR-10 files: `file,record,label` lines, where `record` is the
/// place in the official batch, from 0. With it, the official position of every record held is known.
struct AbsentRecords {
  static let fileName = "absent-records.csv"

  let file: SourceFile
  private var records: [String: Set<Int>] = [:]

  /// The list in `folder`, or nil when there is none.
  ///
  /// Throws: `ImportError` `badList`, naming the line.
  init?(in folder: URL) throws {
    let url = folder.appendingPathComponent(Self.fileName)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    file = try SourceFile(url)
    let lines = String(decoding: file.content, as: UTF8.self).split(whereSeparator: \.isNewline)
    guard lines.first == "file,record,label" else {
      throw ImportError(
        .badList, file: url.path, expected: "'file,record,label' in line 1", found: "'\(lines.first ?? "")'")
    }
    for (number, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 3, let record = Int(fields[1]),
        (0..<CIFARImporter.officialRecordCount).contains(record),
        records[String(fields[0]), default: []].insert(record).inserted
      else {
        throw ImportError(
          .badList, file: url.path,
          expected: "a file, a record from 0 to \(CIFARImporter.officialRecordCount - 1) not listed before, a label",
          found: "'\(line)' in line \(number + 1)")
      }
    }
  }

  /// Official places of the records that a batch holds, in order.
  ///
  /// Throws: `ImportError` `countMismatch` when held and absent records do not make a whole batch.
  func positions(in stem: String, recordCount: Int, file: String) throws -> [Int64] {
    let absent = records[stem] ?? []
    let held = CIFARImporter.officialRecordCount - absent.count
    guard recordCount == held else {
      throw ImportError(
        .countMismatch, file: file,
        expected: "\(held) records (\(absent.count) of \(CIFARImporter.officialRecordCount) are listed as absent)",
        found: "\(recordCount)", remedy: "remove \(Self.fileName) if it belongs to other files")
    }
    return (0..<CIFARImporter.officialRecordCount).lazy.filter { !absent.contains($0) }.map { Int64($0) }
  }
}
