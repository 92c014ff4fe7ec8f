import Foundation

/// The records of all finished cells under a results folder.
///
/// A directory without `cell.json`, or whose name begins with a dot, is a cell being written or a run that was killed:
/// it is named in `unfinished` and otherwise ignored.
public struct RecordStore: Sendable {
  /// What a folder holds: records sorted by id, and what could not be read.
  public struct Contents: Sendable {
    public var records: [CellRecord] = []
    public var problems: [RecordError] = []
    public var unfinished: [String] = []
  }

  /// The results folder, the parent of `cells`.
  public let root: URL

  public init(root: URL) {
    self.root = root
  }

  public var cellsDirectory: URL { root.appending(path: "cells", directoryHint: .isDirectory) }

  public func directory(of id: String) -> URL {
    cellsDirectory.appending(path: id, directoryHint: .isDirectory)
  }

  /// The record of one cell; nil when the cell has not finished.
  ///
  /// Throws:    `RecordError`, when there is a record and it cannot be read
  public func record(_ id: String) throws(RecordError) -> CellRecord? {
    let directory = directory(of: id)
    guard exists(directory.appending(path: CellRecord.fileName)) else { return nil }
    return try CellRecord.read(from: directory)
  }

  /// All records, or those of the given ids; one bad file does not hide the others.
  public func load(ids: [String]? = nil) -> Contents {
    var contents = Contents()
    for id in Set(ids ?? directoryNames()).sorted() {
      do {
        if let record = try record(id) {
          contents.records.append(record)
        } else {
          contents.unfinished.append(id)
        }
      } catch {
        contents.problems.append(error)
      }
    }
    return contents
  }

  /// The `metrics.jsonl` of one cell; nil when it wrote none.
  ///
  /// Throws:    `RecordError`
  public func metricLog(of id: String) throws(RecordError) -> MetricLog? {
    let file = directory(of: id).appending(path: MetricLog.fileName)
    return exists(file) ? try MetricLog(contentsOf: file) : nil
  }

  private func directoryNames() -> [String] {
    // No folder means that nothing has run yet, which is no error.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: cellsDirectory.path)) ?? []
    return names.filter { name in
      var isDirectory: ObjCBool = false
      let path = cellsDirectory.appending(path: name).path
      return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
  }

  private func exists(_ file: URL) -> Bool {
    FileManager.default.fileExists(atPath: file.path)
  }
}
