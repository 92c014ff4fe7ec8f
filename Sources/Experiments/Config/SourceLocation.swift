/// Where a value was written: a place in a file, or an override on the command line.
public enum SourceLocation: Hashable, Sendable {
  /// Line and column count from 1, columns in Unicode scalars.
  case file(path: String, line: Int, column: Int)
  /// A file as a whole, such as one that is missing.
  case wholeFile(path: String)
  /// `--set key=value`.
  case override(key: String)

  /// The name under which `SourceMap` keeps the text.
  var source: String {
    switch self {
    case .file(let path, _, _), .wholeFile(let path): path
    case .override(let key): "--set \(key)"
    }
  }
}

extension SourceLocation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .wholeFile, .override: source
    }
  }
}

/// The texts that values came from, kept so that an error can show the line it is about.
public struct SourceMap: Sendable {
  private var lines: [String: [Substring]] = [:]
  // Errors are printed in the order in which the sources were read: the experiment first, then what it uses.
  private var order: [String: Int] = [:]

  public init() {}

  /// Keeps a file's text.
  public mutating func add(_ text: String, path: String) {
    lines[path] = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    order[path] = order[path] ?? order.count
  }

  /// Keeps an override as it was written, such as `recipe.epochs=3`.
  public mutating func add(override: String, key: String) { add("--set \(override)", path: "--set \(key)") }

  /// The line of a location with a caret under its column; the override itself for an override; nil otherwise.
  public func excerpt(at location: SourceLocation) -> String? {
    switch location {
    case .wholeFile:
      return nil
    case .override:
      return lines[location.source]?.first.map(String.init)
    case .file(let path, let line, let column):
      guard let lines = lines[path], line >= 1, line <= lines.count else { return nil }
      let text = lines[line - 1]
      // Tabs stay tabs, so that the caret stands under its character whatever their width.
      let indent = text.unicodeScalars.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
      return "\(text)\n\(indent)^"
    }
  }

  /// Whether `a` is printed before `b`.
  func precedes(_ a: SourceLocation, _ b: SourceLocation) -> Bool {
    let (first, second) = (order[a.source] ?? .max, order[b.source] ?? .max)
    guard first == second, case .file(_, let lineA, let columnA) = a, case .file(_, let lineB, let columnB) = b
    else { return first < second }
    return (lineA, columnA) < (lineB, columnB)
  }
}
