import Results

/// A key that is only a string or a place in a list.
struct PlainKey: CodingKey {
  var stringValue: String
  var intValue: Int?
  init(stringValue: String) { self.stringValue = stringValue }
  init(intValue: Int) {
    self.stringValue = "\(intValue)"
    self.intValue = intValue
  }
}

struct ExactKeyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: ExactEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  private func slot(_ key: any CodingKey, type: Any.Type?) -> ExactEncoder {
    let slot = ExactEncoder.Slot()
    encoder.slot.members?[key.stringValue] = slot
    let path = (codingPath + [key]).map(\.stringValue).joined(separator: ".")
    encoder.log.types[path] = type
    return encoder.child(slot, key)
  }

  mutating func encodeNil(forKey key: Key) throws { _ = slot(key, type: nil) }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try slot(key, type: T.self).put(value)
  }

  // An absent value leaves null behind, with its type: the key exists. The standard library's own versions for the
  // basic types would skip it, hence the list.
  private func putIfPresent<T: Encodable>(_ value: T?, _ key: Key) throws {
    let child = slot(key, type: Optional<T>.self)
    if let value { try child.put(value) }
  }
  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try putIfPresent(value, key) }
  mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws { try putIfPresent(value, key) }
  mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try putIfPresent(value, key) }
  mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try putIfPresent(value, key) }
  mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try putIfPresent(value, key) }
  mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try putIfPresent(value, key) }
  mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try putIfPresent(value, key) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  {
    slot(key, type: nil).container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    slot(key, type: nil).unkeyedContainer()
  }
  mutating func superEncoder() -> any Encoder { slot(PlainKey(stringValue: "super"), type: nil) }
  mutating func superEncoder(forKey key: Key) -> any Encoder { slot(key, type: nil) }
}

struct ExactUnkeyed: UnkeyedEncodingContainer {
  let encoder: ExactEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.slot.elements?.count ?? 0 }

  private func next() -> ExactEncoder {
    let slot = ExactEncoder.Slot()
    encoder.slot.elements?.append(slot)
    return encoder.child(slot, PlainKey(intValue: count - 1))
  }

  mutating func encodeNil() throws { _ = next() }
  mutating func encode<T: Encodable>(_ value: T) throws { try next().put(value) }
  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    next().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
  mutating func superEncoder() -> any Encoder { next() }
}

struct ExactSingle: SingleValueEncodingContainer {
  let encoder: ExactEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil() throws { encoder.slot.leaf = .null }
  mutating func encode<T: Encodable>(_ value: T) throws { try encoder.put(value) }
}
