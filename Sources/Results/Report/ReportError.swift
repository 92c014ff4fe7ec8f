import Foundation

/// Why a report could not be made.
public enum ReportError: Error, Equatable, Sendable {
  /// A template and its values do not fit each other.
  case template(name: String, detail: String)
  /// Two parts of a report would be written to one file.
  case duplicateName(String)
}

extension ReportError: CustomStringConvertible, LocalizedError {
  public var description: String {
    switch self {
    case .template(let name, let detail):
      "report template '\(name)': \(detail); this is a fault of the program, please report it"
    case .duplicateName(let name):
      "two parts of the report are named '\(name)'; give each table, figure and picture grid a name of its own"
    }
  }

  public var errorDescription: String? { description }
}
