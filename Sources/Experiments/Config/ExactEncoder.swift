import Results

/// Encodes a value to a JSON tree and notes the Swift type of every member.
///
/// `JSONEncoder` writes 1.0 as `1` and leaves out absent values: the reader of options needs to know that a rate is no
/// count, and that a key exists whose default is null.
final class ExactEncoder: Encoder {
  /// A tree with the type of each member, by its dotted path.
  struct Encoding {
    var value: JSONValue
    var types: [String: Any.Type]
  }

  static func encode(_ value: some Encodable) throws -> Encoding {
    let log = TypeLog()
    let slot = Slot()
    try ExactEncoder(slot: slot, log: log, codingPath: []).put(value)
    return Encoding(value: slot.value, types: log.types)
  }

  final class TypeLog { var types: [String: Any.Type] = [:] }

  /// A place in the tree under construction.
  final class Slot {
    var leaf = JSONValue.null
    var members: [String: Slot]?
    var elements: [Slot]?

    var value: JSONValue {
      if let members { return .object(members.mapValues(\.value)) }
      if let elements { return .array(elements.map(\.value)) }
      return leaf
    }
  }

  let slot: Slot
  let log: TypeLog
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(slot: Slot, log: TypeLog, codingPath: [any CodingKey]) {
    self.slot = slot
    self.log = log
    self.codingPath = codingPath
  }

  func put<T: Encodable>(_ value: T) throws {
    switch value {
    case let value as JSONValue: slot.leaf = value
    case let value as Bool: slot.leaf = .bool(value)
    case let value as String: slot.leaf = .string(value)
    case let value as any BinaryInteger:
      guard let whole = Int(exactly: value) else { throw invalid(value) }
      slot.leaf = .integer(whole)
    case let value as Float:
      // The shortest decimal of a Float, not that of the nearest Double: 0.1 stays 0.1.
      guard value.isFinite, let double = Double("\(value)") else { throw invalid(value) }
      slot.leaf = .number(double)
    case let value as Double:
      guard value.isFinite else { throw invalid(value) }
      slot.leaf = .number(value)
    default: try value.encode(to: self)
    }
  }

  private func invalid(_ value: Any) -> EncodingError {
    .invalidValue(
      value, .init(codingPath: codingPath, debugDescription: "\(value) cannot be written as a number in JSON"))
  }

  func child(_ slot: Slot, _ key: any CodingKey) -> ExactEncoder {
    ExactEncoder(slot: slot, log: log, codingPath: codingPath + [key])
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.members = slot.members ?? [:]
    return KeyedEncodingContainer(ExactKeyed<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.elements = slot.elements ?? []
    return ExactUnkeyed(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { ExactSingle(encoder: self) }
}
