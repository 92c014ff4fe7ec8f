import CHDF5

/// A group: a folder inside an HDF5 file.
public final class HDF5Group: HDF5Object {
  public let path: String
  public let handle: HDF5Handle

  init(path: String, handle: HDF5Handle) {
    self.path = path
    self.handle = handle
  }

  static func root(of context: HDF5Context) throws -> HDF5Group {
    try context.attempt(nil) {
      let id = try HDF5Library.checked(H5Gopen2(context.id, "/", lethe_H5P_DEFAULT()))
      return HDF5Group(path: "", handle: HDF5Handle(id, in: context, release: H5Gclose))
    }
  }

  /// Names of the members: in the order they were made where the file tracks it, alphabetically otherwise.
  public var names: [String] {
    get throws {
      try context.attempt(path) {
        var info = H5G_info_t()
        try HDF5Library.checked(H5Gget_info(handle.id, &info))
        let order = try tracksOrder() ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
        return try (0..<info.nlinks).map { position in
          let length = try HDF5Library.checked(
            H5Lget_name_by_idx(handle.id, ".", order, H5_ITER_INC, position, nil, 0, lethe_H5P_DEFAULT()))
          var name = [CChar](repeating: 0, count: length + 1)
          try HDF5Library.checked(
            H5Lget_name_by_idx(
              handle.id, ".", order, H5_ITER_INC, position, &name, name.count, lethe_H5P_DEFAULT()))
          return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
      }
    }
  }

  /// True when there is an object at `path` below this group.
  public func contains(_ path: String) throws -> Bool {
    try context.attempt(self.path(of: path)) { try exists(path) }
  }

  /// The group at `path` below this one.
  ///
  /// Throws: `ArchiveError` `missing`, or `wrongKind` when it is a dataset.
  public func group(_ path: String) throws -> HDF5Group {
    let object = self.path(of: path)
    return try context.attempt(object) {
      let id = try open(path, kind: H5I_GROUP, expected: "a group", object: object)
      return HDF5Group(path: object, handle: HDF5Handle(id, in: context, release: H5Oclose))
    }
  }

  /// The group at `path`, or nil when nothing has that name.
  public func groupIfPresent(_ path: String) throws -> HDF5Group? { try contains(path) ? group(path) : nil }

  /// The dataset at `path` below this group.
  ///
  /// Throws: `ArchiveError` `missing`, or `wrongKind` when it is a group.
  public func dataset(_ path: String) throws -> HDF5Dataset {
    let object = self.path(of: path)
    return try context.attempt(object) {
      let id = try open(path, kind: H5I_DATASET, expected: "a dataset", object: object)
      return try HDF5Dataset(path: object, handle: HDF5Handle(id, in: context, release: H5Oclose))
    }
  }

  /// The dataset at `path`, or nil when nothing has that name.
  public func datasetIfPresent(_ path: String) throws -> HDF5Dataset? { try contains(path) ? dataset(path) : nil }

  private func open(_ path: String, kind: H5I_type_t, expected: String, object: String) throws -> hid_t {
    guard try exists(path) else { throw ArchiveError(.missing, file: file, object: object, expected: expected) }
    let id = try HDF5Library.checked(H5Oopen(handle.id, path, lethe_H5P_DEFAULT()))
    let found = H5Iget_type(id)
    guard found == kind else {
      _ = H5Oclose(id)
      let name = found == H5I_GROUP ? "a group" : found == H5I_DATASET ? "a dataset" : "something else"
      throw ArchiveError(.wrongKind, file: file, object: object, expected: expected, found: name)
    }
    return id
  }

  // libhdf5 wants every step of the path to exist, and to be a group, before the next is asked for.
  private func exists(_ path: String) throws -> Bool {
    var step = ""
    for name in path.split(separator: "/") {
      if !step.isEmpty {
        let kind = try HDF5Library.using(H5Oopen(handle.id, step, lethe_H5P_DEFAULT()), H5Oclose) { H5Iget_type($0) }
        guard kind == H5I_GROUP else { return false }
      }
      step += step.isEmpty ? String(name) : "/\(name)"
      guard try HDF5Library.checked(H5Lexists(handle.id, step, lethe_H5P_DEFAULT())) > 0 else { return false }
      // A link may lead nowhere.
      guard H5Oexists_by_name(handle.id, step, lethe_H5P_DEFAULT()) > 0 else { return false }
    }
    return !step.isEmpty
  }

  private func tracksOrder() throws -> Bool {
    try HDF5Library.using(H5Gget_create_plist(handle.id), H5Pclose) { creation in
      var flags: UInt32 = 0
      try HDF5Library.checked(H5Pget_link_creation_order(creation, &flags))
      return flags & lethe_H5P_CRT_ORDER() == lethe_H5P_CRT_ORDER()
    }
  }
}
