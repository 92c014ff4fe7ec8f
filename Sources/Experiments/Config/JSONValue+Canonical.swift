import Foundation
import Results

extension JSONValue {
  /// The one text of this value, on one line: keys sorted by their bytes, numbers in the shortest form that reads back
  /// as the same number, whole numbers without a point.
  ///
  /// Ids are digests of this text, so it is written here rather than by a library whose order or number format may
  /// change between versions.
  public var canonicalText: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// The same with line breaks and indentation, for files that people read.
  public var indentedText: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value): text += Self.numberText(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let elements):
      // Lists of numbers and words stay on one line.
      let isFlat = elements.allSatisfy { element in
        switch element {
        case .array, .object: false
        default: true
        }
      }
      let inner = isFlat ? nil : indent.map { $0 + 1 }
      text += "["
      for (position, element) in elements.enumerated() {
        if position > 0 { text += indent != nil && isFlat ? ", " : "," }
        Self.newLine(inner, to: &text)
        element.write(to: &text, indent: inner)
      }
      if inner != nil { Self.newLine(indent, to: &text) }
      text += "]"
    case .object(let members):
      let keys = members.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      let inner = indent.map { $0 + 1 }
      text += "{"
      for (position, key) in keys.enumerated() {
        if position > 0 { text += "," }
        Self.newLine(inner, to: &text)
        Self.write(key, to: &text)
        text += indent == nil ? ":" : ": "
        members[key]?.write(to: &text, indent: inner)
      }
      if !keys.isEmpty { Self.newLine(indent, to: &text) }
      text += "}"
    }
  }

  private static func newLine(_ indent: Int?, to text: inout String) {
    if let indent { text += "\n" + String(repeating: "  ", count: indent) }
  }

  private static func numberText(_ value: Double) -> String {
    // Up to 2^53 a whole number is exact, and 1.0 and 1 are the same number; this also folds -0 into 0.
    if let whole = Int(exactly: value), abs(value) <= 0x1p53 { return "\(whole)" }
    // Values of a config are finite (`ExactEncoder` refuses others); "inf" appears in error messages only.
    return "\(value)"
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue {
  /// The tree of `value`, whole numbers and numbers kept apart and absent optional values as null, so that it lists
  /// every key there is.
  ///
  /// Throws:    `EncodingError`, for a number that JSON cannot hold
  public static func exact(_ value: some Encodable) throws -> JSONValue { try ExactEncoder.encode(value).value }

  /// The typed value that this tree stands for.
  ///
  /// Throws:    `DecodingError`
  public func decoded<T: Decodable>(as type: T.Type = T.self) throws -> T {
    try JSONDecoder().decode(type, from: Data(canonicalText.utf8))
  }
}
