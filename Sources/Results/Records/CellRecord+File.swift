import Foundation

extension CellRecord {
  /// The file name of a record in its cell's directory.
  public static let fileName = "cell.json"

  /// The record as the bytes of `cell.json`: sorted keys, a newline at the end.
  ///
  /// Throws:    `EncodingError`, for a number that JSON cannot hold (NaN in the config, seconds or series)
  public func encoded() throws -> Data {
    try ResultsJSON.encoder().encode(self) + Data("\n".utf8)
  }

  /// Writes `cell.json` into a directory, atomically.
  ///
  /// Throws:    `EncodingError`; `ArchiveError`, for what the file system refuses
  public func write(in directory: URL) throws {
    try ResultFile.write(encoded(), to: directory.appending(path: Self.fileName))
  }

  /// Reads the `cell.json` of a directory.
  ///
  /// Throws:    `RecordError`, which names the file, what is wrong and what to do
  public static func read(from directory: URL) throws(RecordError) -> CellRecord {
    let file = directory.appending(path: fileName)
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw .unreadable(file: file.path, cause: error.localizedDescription)
    }
    do {
      let header = try JSONDecoder().decode(Header.self, from: data)
      guard header.format == format else { throw RecordError.foreign(file: file.path, found: header.format) }
      guard header.schemaVersion <= currentSchemaVersion else {
        throw RecordError.newer(file: file.path, found: header.schemaVersion, supported: currentSchemaVersion)
      }
      let record = try JSONDecoder().decode(CellRecord.self, from: data)
      guard record.id == directory.lastPathComponent else {
        throw RecordError.misplaced(file: file.path, id: record.id)
      }
      return record
    } catch let error as RecordError {
      throw error
    } catch {
      throw .corrupt(file: file.path, detail: RecordError.detail(of: error))
    }
  }

  /// What is looked at before the rest, since the rest means something else in another version.
  private struct Header: Decodable {
    let format: String
    let schemaVersion: Int

    enum CodingKeys: String, CodingKey {
      case format
      case schemaVersion = "schema_version"
    }
  }
}
