import CHDF5

/// The element type of a dataset or attribute, as stored.
public struct HDF5ElementType: Hashable, Sendable, CustomStringConvertible {
  /// The family of the type.
  public enum Kind: String, Sendable { case unsigned, signed, floating, string, other }

  /// The family of the type.
  public var kind: Kind
  /// Bytes an element; 0 for strings of variable length.
  public var byteCount: Int

  public static let uint8 = HDF5ElementType(kind: .unsigned, byteCount: 1)
  public static let int64 = HDF5ElementType(kind: .signed, byteCount: 8)
  public static let float32 = HDF5ElementType(kind: .floating, byteCount: 4)
  public static let float64 = HDF5ElementType(kind: .floating, byteCount: 8)
  public static let string = HDF5ElementType(kind: .string, byteCount: 0)

  /// NumPy's name: `uint8`, `int64`, `float32`, `string`.
  public var description: String {
    switch kind {
    case .unsigned: "uint\(8 * byteCount)"
    case .signed: "int\(8 * byteCount)"
    case .floating: "float\(8 * byteCount)"
    case .string: "string"
    case .other: "a compound or other type"
    }
  }

  /// True when every value of this type is a value of `wider` too, so that reading as `wider` loses nothing.
  func fits(in wider: HDF5ElementType) -> Bool {
    switch (kind, wider.kind) {
    case (.unsigned, .unsigned), (.signed, .signed), (.floating, .floating): byteCount <= wider.byteCount
    case (.unsigned, .signed): byteCount < wider.byteCount
    case (.string, .string): true
    default: false
    }
  }

  init(kind: Kind, byteCount: Int) {
    self.kind = kind
    self.byteCount = byteCount
  }

  /// The type behind a libhdf5 datatype identifier.
  init(type id: hid_t) {
    let size = H5Tget_size(id)
    switch H5Tget_class(id) {
    case H5T_INTEGER: self.init(kind: H5Tget_sign(id) == H5T_SGN_NONE ? .unsigned : .signed, byteCount: size)
    case H5T_FLOAT: self.init(kind: .floating, byteCount: size)
    case H5T_STRING: self.init(kind: .string, byteCount: H5Tis_variable_str(id) > 0 ? 0 : size)
    default: self.init(kind: .other, byteCount: size)
    }
  }

  /// The little-endian type on disk of the four numeric types that are written.
  var storedID: hid_t {
    switch self {
    case .uint8: lethe_H5T_STD_U8LE()
    case .int64: lethe_H5T_STD_I64LE()
    case .float32: lethe_H5T_IEEE_F32LE()
    case .float64: lethe_H5T_IEEE_F64LE()
    default: preconditionFailure("no stored form for \(self)")
    }
  }

  /// The machine's own type for the same four.
  var memoryID: hid_t {
    switch self {
    case .uint8: lethe_H5T_NATIVE_UINT8()
    case .int64: lethe_H5T_NATIVE_INT64()
    case .float32: lethe_H5T_NATIVE_FLOAT()
    case .float64: lethe_H5T_NATIVE_DOUBLE()
    default: preconditionFailure("no memory form for \(self)")
    }
  }
}

/// A Swift number that HDF5 arrays can hold.
public protocol HDF5Element: BitwiseCopyable, Sendable {
  /// The stored type of the same width.
  static var elementType: HDF5ElementType { get }
}

extension UInt8: HDF5Element {
  public static var elementType: HDF5ElementType { .uint8 }
}
extension Int64: HDF5Element {
  public static var elementType: HDF5ElementType { .int64 }
}
extension Float: HDF5Element {
  public static var elementType: HDF5ElementType { .float32 }
}
extension Double: HDF5Element {
  public static var elementType: HDF5ElementType { .float64 }
}
