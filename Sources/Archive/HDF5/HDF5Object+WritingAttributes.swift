import CHDF5
import Foundation

extension HDF5Object {
  /// Attaches a value: text as UTF-8 of variable length, integers as int64, numbers as float64.
  ///
  /// Throws: `ArchiveError`: `alreadyExists`; `invalidName`, also for a text with a NUL, which HDF5 would cut there.
  public func setAttribute(_ name: String, _ value: AttributeValue) throws {
    switch value {
    case .text(let text): try writeTexts(name, [text], shape: [])
    case .texts(let texts): try writeTexts(name, texts, shape: [texts.count])
    case .integer(let value): try writeNumbers(name, [value], shape: [])
    case .integers(let values): try writeNumbers(name, values, shape: [values.count])
    case .number(let value): try writeNumbers(name, [value], shape: [])
    case .numbers(let values): try writeNumbers(name, values, shape: [values.count])
    }
  }

  /// Attaches a text.
  public func setAttribute(_ name: String, _ value: String) throws { try setAttribute(name, .text(value)) }

  /// Attaches a list of texts.
  public func setAttribute(_ name: String, _ values: [String]) throws { try setAttribute(name, .texts(values)) }

  /// Attaches an integer.
  public func setAttribute(_ name: String, _ value: Int) throws { try setAttribute(name, .integer(Int64(value))) }

  /// Attaches a list of Float32, stored as such.
  public func setAttribute(_ name: String, _ values: [Float]) throws {
    try writeNumbers(name, values, shape: [values.count])
  }

  /// Attaches named values in alphabetical order, so that equal content gives equal bytes.
  func setAttributes(_ attributes: [String: AttributeValue]) throws {
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { try setAttribute(name, value) }
  }

  /// All attributes but the named ones.
  func attributes(except known: Set<String>) throws -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for name in try attributeNames where !known.contains(name) { values[name] = try attribute(name) }
    return values
  }

  private func writeNumbers<Element: HDF5Element>(_ name: String, _ values: [Element], shape: [Int]) throws {
    try create(name, type: Element.elementType.storedID, shape: shape) { id in
      values.withUnsafeBytes { $0.isEmpty ? 0 : H5Awrite(id, Element.elementType.memoryID, $0.baseAddress!) }
    }
  }

  private func writeTexts(_ name: String, _ texts: [String], shape: [Int]) throws {
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
      throw ArchiveError(
        .invalidName, file: file, object: attributePath(name), found: "a NUL in a text", remedy: "remove it")
    }
    let type = try context.attempt(attributePath(name)) {
      let type = try HDF5Library.checked(H5Tcopy(lethe_H5T_C_S1()))
      try HDF5Library.checked(H5Tset_size(type, lethe_H5T_VARIABLE()))
      try HDF5Library.checked(H5Tset_cset(type, H5T_CSET_UTF8))
      return type
    }
    defer { HDF5Library.serialised { _ = H5Tclose(type) } }
    try create(name, type: type, shape: shape) { id in
      guard !texts.isEmpty else { return 0 }
      let copies = texts.map { strdup($0) }
      defer { copies.forEach { free($0) } }
      return copies.withUnsafeBytes { H5Awrite(id, type, $0.baseAddress!) }
    }
  }

  private func create(_ name: String, type: hid_t, shape: [Int], _ write: (hid_t) -> herr_t) throws {
    let object = attributePath(name)
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw ArchiveError(.invalidName, file: file, object: object)
    }
    guard try !hasAttribute(name) else { throw ArchiveError(.alreadyExists, file: file, object: object) }
    try context.attempt(object) {
      let space =
        shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
      try HDF5Library.using(space, H5Sclose) { space in
        let defaults = lethe_H5P_DEFAULT()
        try HDF5Library.using(H5Acreate2(handle.id, name, type, space, defaults, defaults), H5Aclose) { id in
          _ = try HDF5Library.checked(write(id))
        }
      }
    }
  }
}
