import CHDF5

/// How a dataset lies on disk. All but `.plain` carry a checksum a block, so damage is an error and not a number.
public enum HDF5Storage: Hashable, Sendable {
  /// One contiguous run of bytes.
  case plain
  /// Blocks of about 256 KiB with a Fletcher-32 checksum: for numbers that do not compress.
  case checksummed
  /// The same blocks, deflated at level 4: for images and labels.
  case compressed
}

extension HDF5Group {
  /// Makes a group in this one.
  ///
  /// Throws: `ArchiveError` for a name that is taken or cannot be stored.
  @discardableResult
  public func createGroup(_ name: String) throws -> HDF5Group {
    let object = path(of: name)
    try checkFree(name, object: object)
    return try context.attempt(object) {
      try HDF5Library.using(H5Pcreate(lethe_H5P_GROUP_CREATE()), H5Pclose) { creation in
        try HDF5Library.checked(H5Pset_obj_track_times(creation, false))
        try HDF5Library.checked(H5Pset_link_creation_order(creation, lethe_H5P_CRT_ORDER()))
        try HDF5Library.checked(H5Pset_attr_creation_order(creation, lethe_H5P_CRT_ORDER()))
        let defaults = lethe_H5P_DEFAULT()
        let id = try HDF5Library.checked(H5Gcreate2(handle.id, name, defaults, creation, defaults))
        return HDF5Group(path: object, handle: HDF5Handle(id, in: context, release: H5Gclose))
      }
    }
  }

  /// Makes a dataset and writes all its values.
  ///
  /// Shapes:    values, row-major: as many as the product of `shape`; an empty `shape` is one number
  /// Throws:    `ArchiveError` for a name that is taken or cannot be stored
  ///
  /// `stored` is the type on disk, the values' own unless given (labels are Int64 in memory, uint8 on disk).
  @discardableResult
  public func createDataset<Element: HDF5Element>(
    _ name: String, _ values: [Element], shape: [Int], stored: HDF5ElementType = Element.elementType,
    storage: HDF5Storage = .checksummed
  ) throws -> HDF5Dataset {
    precondition(
      values.count == shape.reduce(1, *), "\(path(of: name)): \(values.count) values for shape \(shape)")
    let object = path(of: name)
    try checkFree(name, object: object)
    return try context.attempt(object) {
      try HDF5Library.using(Self.space(shape), H5Sclose) { space in
        try HDF5Library.using(Self.creation(shape, stored.byteCount, storage), H5Pclose) { creation in
          let defaults = lethe_H5P_DEFAULT()
          let id = try HDF5Library.checked(
            H5Dcreate2(handle.id, name, stored.storedID, space, defaults, creation, defaults))
          let dataset = try HDF5Dataset(path: object, handle: HDF5Handle(id, in: context, release: H5Dclose))
          let all = lethe_H5S_ALL()
          let written = values.withUnsafeBytes {
            $0.isEmpty ? 0 : H5Dwrite(id, Element.elementType.memoryID, all, all, defaults, $0.baseAddress!)
          }
          try HDF5Library.checked(written)
          return dataset
        }
      }
    }
  }

  private func checkFree(_ name: String, object: String) throws {
    try checkName(name, object: object)
    if try contains(name) { throw ArchiveError(.alreadyExists, file: file, object: object) }
  }

  private static func space(_ shape: [Int]) -> hid_t {
    shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
  }

  private static func creation(_ shape: [Int], _ elementBytes: Int, _ storage: HDF5Storage) throws -> hid_t {
    let creation = try HDF5Library.checked(H5Pcreate(lethe_H5P_DATASET_CREATE()))
    do {
      try HDF5Library.checked(H5Pset_obj_track_times(creation, false))
      try HDF5Library.checked(H5Pset_attr_creation_order(creation, lethe_H5P_CRT_ORDER()))
      // Scalars and empty arrays cannot be cut into blocks.
      if storage != .plain, !shape.isEmpty, !shape.contains(0) {
        let chunk = chunkShape(shape, elementBytes: elementBytes)
        try HDF5Library.checked(H5Pset_chunk(creation, Int32(chunk.count), chunk.map { hsize_t($0) }))
        if storage == .compressed { try HDF5Library.checked(H5Pset_deflate(creation, 4)) }
        try HDF5Library.checked(H5Pset_fletcher32(creation))
      }
      return creation
    } catch {
      _ = H5Pclose(creation)
      throw error
    }
  }

  /// A block of whole rows, about 256 KiB; where one row is larger, leading axes are cut to one until it fits.
  static func chunkShape(_ shape: [Int], elementBytes: Int) -> [Int] {
    let target = (256 << 10) / max(elementBytes, 1)
    var chunk = shape
    for axis in shape.indices {
      let inner = shape[(axis + 1)...].reduce(1, *)
      chunk[axis] = min(shape[axis], max(1, target / inner))
      if inner <= target { break }
    }
    return chunk
  }
}
