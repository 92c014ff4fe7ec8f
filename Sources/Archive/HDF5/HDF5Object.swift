import CHDF5

/// A group or a dataset: something with a path and attributes.
public protocol HDF5Object {
  /// Path from the root, without a leading slash; empty for the root.
  var path: String { get }
  /// The open object.
  var handle: HDF5Handle { get }
}

extension HDF5Object {
  /// Path of the file it is in.
  public var file: String { handle.context.file }

  var context: HDF5Context { handle.context }

  /// The path of something below this object.
  func path(of name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }

  /// How an attribute is called in errors.
  func attributePath(_ name: String) -> String { path.isEmpty ? "attribute \(name)" : "\(path), attribute \(name)" }

  /// Refuses names that HDF5 would take for a path, cut at a NUL, or not take at all.
  func checkName(_ name: String, object: String) throws {
    guard !name.isEmpty, name != ".", !name.utf8.contains(0), !name.utf8.contains(UInt8(ascii: "/")) else {
      throw ArchiveError(.invalidName, file: file, object: object)
    }
  }
}
