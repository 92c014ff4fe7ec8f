import Foundation

/// Why a record or a log could not be read: the file, what is wrong with it, what to do.
public enum RecordError: Error, Equatable, Sendable {
  case unreadable(file: String, cause: String)
  case corrupt(file: String, detail: String)
  case foreign(file: String, found: String)
  case newer(file: String, found: Int, supported: Int)
  case misplaced(file: String, id: String)

  /// The file that it is about.
  public var file: String {
    switch self {
    case .unreadable(let file, _), .corrupt(let file, _), .foreign(let file, _), .newer(let file, _, _),
      .misplaced(let file, _):
      file
    }
  }
}

extension RecordError: CustomStringConvertible, LocalizedError {
  public var description: String {
    switch self {
    case .unreadable(let file, let cause):
      "\(file): cannot be read (\(cause)); check that it exists and that its permissions allow reading"
    case .corrupt(let file, let detail):
      "\(file): not a valid record: \(detail); delete the cell's directory and run the experiment again"
    case .foreign(let file, let found):
      "\(file): expected format '\(CellRecord.format)', found '\(found)'; "
        + "this file is not a cell's record, move it out of results/cells"
    case .newer(let file, let found, let supported):
      "\(file): schema version \(found), this program reads up to \(supported); "
        + "use the newer program that wrote it, or delete the cell's directory and run again"
    case .misplaced(let file, let id):
      "\(file): the record says that it belongs to '\(id)'; rename the directory to that id, or delete it"
    }
  }

  public var errorDescription: String? { description }

  /// What a decoding error says, with the place in the file as a dotted path.
  static func detail(of error: any Error) -> String {
    guard let error = error as? DecodingError else { return error.localizedDescription }
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty
        ? "" : "'" + path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".") + "'"
    }
    func located(_ context: DecodingError.Context, _ what: String) -> String {
      context.codingPath.isEmpty ? what : "\(place(context.codingPath)): \(what)"
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])) is missing"
    case .typeMismatch(let type, let context):
      return located(context, "expected \(type)")
    case .valueNotFound(let type, let context):
      return located(context, "expected \(type), found null")
    case .dataCorrupted(let context):
      return located(context, context.codingPath.isEmpty ? "not JSON (truncated?)" : context.debugDescription)
    @unknown default:
      return error.localizedDescription
    }
  }
}
