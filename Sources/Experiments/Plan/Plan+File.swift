import Archive
import Foundation
import Results

/// Why a plan file cannot be used.
public enum PlanError: Error, Equatable, Sendable, CustomStringConvertible {
  case missing(path: String)
  case notOurs(path: String, detail: String)
  case newerVersion(path: String, found: Int, known: Int)
  case damaged(path: String, detail: String)
  case noFolder(path: String, detail: String)

  public var description: String {
    switch self {
    case .missing(let path): "\(path): there is no plan — `lethe run` writes one"
    case .notOurs(let path, let detail): "\(path): not a plan (\(detail)) — `lethe run` writes one"
    case .newerVersion(let path, let found, let known):
      "\(path): written by a newer version (format \(found), this program reads up to \(known)) — update, or plan again"
    case .damaged(let path, let detail):
      "\(path): \(detail); the file was changed after it was written — `lethe run` writes it anew"
    case .noFolder(let path, let detail): "\(path): the folder cannot be made (\(detail)) — name another for results"
    }
  }
}

extension Plan {
  /// The text of `plan.json`: the same bytes for the same plan.
  ///
  /// Throws:    `EncodingError`, for a number that JSON cannot hold
  public func text() throws -> String {
    guard case .object(var members) = try JSONValue.exact(self) else {
      preconditionFailure("a plan encodes as an object")
    }
    members["format"] = .string(Self.format)
    members["format_version"] = .integer(Self.currentFormatVersion)
    return JSONValue.object(members).indentedText
  }

  /// Writes the plan, making its folder where there is none.
  ///
  /// Throws:    `PlanError.noFolder`; `ArchiveError` (read-only folder, full disk); an earlier file stays
  public func freeze(to file: URL) throws {
    let folder = file.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw PlanError.noFolder(path: folder.relativePath, detail: error.localizedDescription)
    }
    try AtomicFile.write(text(), to: file)
  }

  /// Reads a plan back; every cell's digest is checked against its content.
  ///
  /// Throws:    `PlanError`
  public static func load(from file: URL) throws -> Plan {
    let path = file.relativePath
    guard let data = FileManager.default.contents(atPath: file.path) else { throw PlanError.missing(path: path) }
    let header: JSONValue
    do {
      header = try JSONDecoder().decode(JSONValue.self, from: data)
    } catch {
      throw PlanError.notOurs(path: path, detail: "it is not JSON, or it is cut short")
    }
    guard header["format"]?.stringValue == format, let version = header["format_version"]?.integerValue else {
      throw PlanError.notOurs(path: path, detail: "expected \"format\": \"\(format)\"")
    }
    guard version <= currentFormatVersion else {
      throw PlanError.newerVersion(path: path, found: version, known: currentFormatVersion)
    }
    do {
      return try JSONDecoder().decode(Plan.self, from: data)
    } catch let error as DecodingError {
      throw PlanError.damaged(path: path, detail: Self.wording(of: error))
    }
  }

  private static func wording(of error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "'\(key.stringValue)' is missing\(place(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "\(context.debugDescription)\(place(context.codingPath))"
    @unknown default: "\(error)"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "" : " at \(path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "."))"
  }
}
