/// What a worker is asked on its command line: the workload, then pairs of `--key value`.
struct Arguments {
  let workload: String
  private let values: [String: String]

  /// Throws:    `UsageError` when the workload is missing or a key has no value
  init(_ words: [String]) throws {
    guard let workload = words.first else { throw UsageError("no workload named") }
    var values: [String: String] = [:]
    var rest = words.dropFirst()
    while let key = rest.popFirst() {
      guard key.hasPrefix("--"), let value = rest.popFirst() else { throw UsageError("'\(key)' is no --key value") }
      values[String(key.dropFirst(2))] = value
    }
    self.workload = workload
    self.values = values
  }

  func optionalText(_ key: String) -> String? { values[key] }

  func text(_ key: String) throws -> String {
    guard let value = values[key] else { throw UsageError("\(workload) needs --\(key)") }
    return value
  }

  func integer(_ key: String, default fallback: Int) throws -> Int {
    guard let value = values[key] else { return fallback }
    guard let number = Int(value) else { throw UsageError("--\(key) takes a number, not '\(value)'") }
    return number
  }

  var batch: Int { get throws { try integer("batch", default: 128) } }
  var threads: Int { get throws { try integer("threads", default: 2) } }
}

/// A command line that cannot be understood.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
