import CHDF5

extension HDF5Object {
  /// Names of the attributes: in the order they were made where the file tracks it, alphabetically otherwise.
  public var attributeNames: [String] {
    get throws {
      try context.attempt(path) {
        let count = try HDF5Library.checked(H5Aget_num_attrs(handle.id))
        return try (0..<hsize_t(count)).map { position in
          let id = H5Aopen_by_idx(
            handle.id, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, position, lethe_H5P_DEFAULT(), lethe_H5P_DEFAULT())
          return try HDF5Library.using(id, H5Aclose) { attribute in
            let length = try HDF5Library.checked(H5Aget_name(attribute, 0, nil))
            var name = [CChar](repeating: 0, count: length + 1)
            try HDF5Library.checked(H5Aget_name(attribute, name.count, &name))
            return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
          }
        }
      }
    }
  }

  /// True when there is an attribute of this name.
  public func hasAttribute(_ name: String) throws -> Bool {
    try context.attempt(attributePath(name)) { try HDF5Library.checked(H5Aexists(handle.id, name)) > 0 }
  }

  /// The value of an attribute, whatever its type.
  ///
  /// Throws: `ArchiveError`: `missing`; `wrongType` when it is neither text nor a number.
  public func attribute(_ name: String) throws -> AttributeValue {
    try opening(name, expected: "a value") { id, type, shape in
      switch type.kind {
      case .string:
        let texts = try Self.readTexts(id, shape: shape)
        return shape.isEmpty ? .text(texts[0]) : .texts(texts)
      case .signed, .unsigned:
        guard type.fits(in: .int64) else { throw wrongType(name, "int64", type) }
        let values = try Self.readNumbers(id, shape: shape, as: Int64.self)
        return shape.isEmpty ? .integer(values[0]) : .integers(values)
      case .floating:
        guard type.fits(in: .float64) else { throw wrongType(name, "float64", type) }
        let values = try Self.readNumbers(id, shape: shape, as: Double.self)
        return shape.isEmpty ? .number(values[0]) : .numbers(values)
      case .other: throw wrongType(name, "text or numbers", type)
      }
    }
  }

  /// The value of an attribute, or nil when there is none of this name.
  public func attributeIfPresent(_ name: String) throws -> AttributeValue? {
    try hasAttribute(name) ? attribute(name) : nil
  }

  /// A text.
  ///
  /// Throws: `ArchiveError`: `missing`, `wrongType`.
  public func string(_ name: String) throws -> String {
    guard case .text(let value) = try attribute(name) else { throw wrongType(name, "a text") }
    return value
  }

  /// A list of texts.
  ///
  /// Throws: `ArchiveError`: `missing`, `wrongType`.
  public func strings(_ name: String) throws -> [String] {
    switch try attribute(name) {
    case .texts(let values): return values
    // NumPy and MATLAB store an empty list as an array of numbers.
    case .numbers(let values) where values.isEmpty: return []
    default: throw wrongType(name, "a list of texts")
    }
  }

  /// An integer.
  ///
  /// Throws: `ArchiveError`: `missing`, `wrongType`.
  public func integer(_ name: String) throws -> Int64 {
    guard case .integer(let value) = try attribute(name) else { throw wrongType(name, "an integer") }
    return value
  }

  /// A list of numbers, integers among them.
  ///
  /// Throws: `ArchiveError`: `missing`, `wrongType`.
  public func numbers(_ name: String) throws -> [Double] {
    switch try attribute(name) {
    case .numbers(let values): return values
    case .integers(let values): return values.map { Double($0) }
    default: throw wrongType(name, "a list of numbers")
    }
  }

  private func wrongType(_ name: String, _ expected: String, _ found: HDF5ElementType? = nil) -> ArchiveError {
    ArchiveError(
      .wrongType, file: file, object: attributePath(name), expected: expected,
      found: found?.description ?? (try? attribute(name)).map { "\($0)" })
  }

  private func opening<Value>(
    _ name: String, expected: String, _ body: (hid_t, HDF5ElementType, [Int]) throws -> Value
  ) throws -> Value {
    let object = attributePath(name)
    guard try hasAttribute(name) else { throw ArchiveError(.missing, file: file, object: object, expected: expected) }
    return try context.attempt(object) {
      try HDF5Library.using(H5Aopen(handle.id, name, lethe_H5P_DEFAULT()), H5Aclose) { id in
        let shape = try HDF5Library.using(H5Aget_space(id), H5Sclose) { try HDF5Dataset.shape(of: $0) }
        let type = try HDF5Library.using(H5Aget_type(id), H5Tclose) { HDF5ElementType(type: $0) }
        // An attribute lies in its object's header or heap, far below this; a damaged one may claim anything.
        var count = 1
        for length in shape {
          let product = count.multipliedReportingOverflow(by: length)
          guard !product.overflow, product.partialValue <= 1 << 24 else {
            throw ArchiveError(.tooLarge, file: file, object: object, found: "shape \(shape)")
          }
          count = product.partialValue
        }
        return try body(id, type, shape)
      }
    }
  }

  private static func readNumbers<Element: HDF5Element & Numeric>(
    _ id: hid_t, shape: [Int], as type: Element.Type
  ) throws -> [Element] {
    var values = [Element](repeating: 0, count: shape.reduce(1, *))
    if !values.isEmpty { try HDF5Library.checked(H5Aread(id, type.elementType.memoryID, &values)) }
    return values
  }

  private static func readTexts(_ id: hid_t, shape: [Int]) throws -> [String] {
    let count = shape.reduce(1, *)
    guard count > 0 else { return [] }
    return try HDF5Library.using(H5Aget_type(id), H5Tclose) { stored in
      guard try HDF5Library.checked(H5Tis_variable_str(stored)) > 0 else {
        return try readFixedTexts(id, type: stored, count: count)
      }
      return try HDF5Library.using(H5Aget_space(id), H5Sclose) { space in
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        try HDF5Library.checked(H5Aread(id, stored, &pointers))
        defer { H5Dvlen_reclaim(stored, space, lethe_H5P_DEFAULT(), &pointers) }
        // An empty text comes back as no pointer at all.
        return pointers.map { $0.map { String(cString: $0) } ?? "" }
      }
    }
  }

  // Texts of one width, padded with NULs or spaces, as NumPy and Fortran write them.
  private static func readFixedTexts(_ id: hid_t, type: hid_t, count: Int) throws -> [String] {
    let width = H5Tget_size(type)
    let isSpacePadded = H5Tget_strpad(type) == H5T_STR_SPACEPAD
    var bytes = [UInt8](repeating: 0, count: count * width)
    try HDF5Library.checked(H5Aread(id, type, &bytes))
    return (0..<count).map { position in
      var text = bytes[position * width..<(position + 1) * width].prefix { $0 != 0 }
      while isSpacePadded, text.last == UInt8(ascii: " ") { text.removeLast() }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
