import CHDF5

/// An array in an HDF5 file.
public final class HDF5Dataset: HDF5Object {
  public let path: String
  /// Length of every axis; empty for a single number.
  public let shape: [Int]
  /// The element type on disk.
  public let elementType: HDF5ElementType
  public let handle: HDF5Handle

  init(path: String, handle: HDF5Handle) throws {
    self.path = path
    self.handle = handle
    shape = try HDF5Library.using(H5Dget_space(handle.id), H5Sclose) { try HDF5Dataset.shape(of: $0) }
    elementType = try HDF5Library.using(H5Dget_type(handle.id), H5Tclose) { HDF5ElementType(type: $0) }
  }

  static func shape(of space: hid_t) throws -> [Int] {
    let rank = Int(try HDF5Library.checked(H5Sget_simple_extent_ndims(space)))
    guard rank > 0 else { return [] }
    var lengths = [hsize_t](repeating: 0, count: rank)
    try HDF5Library.checked(H5Sget_simple_extent_dims(space, &lengths, nil))
    return lengths.map { Int(clamping: $0) }
  }

  /// All values, row-major.
  ///
  /// Throws: `ArchiveError`: `wrongType` when a stored value may not fit in `Element`; `corrupt` when a checksum fails.
  public func read<Element: HDF5Element>(as type: Element.Type = Element.self) throws -> [Element] {
    let count = try checkedCount(shape, as: Element.elementType)
    return try context.attempt(path) {
      try fill(count) { pointer in
        H5Dread(
          handle.id, Element.elementType.memoryID, lethe_H5S_ALL(), lethe_H5S_ALL(), lethe_H5P_DEFAULT(), pointer)
      }
    }
  }

  /// The values of some rows (positions on the first axis), row-major.
  ///
  /// Throws: as `read(as:)`, and `wrongShape` when the rows lie outside the array.
  public func read<Element: HDF5Element>(rows: Range<Int>, as type: Element.Type = Element.self) throws -> [Element] {
    guard let rowCount = shape.first, rows.lowerBound >= 0, rows.upperBound <= rowCount else {
      throw ArchiveError(
        .wrongShape, file: file, object: path, expected: "rows \(rows.lowerBound)..<\(rows.upperBound)",
        found: "shape \(shape)")
    }
    let part = [rows.count] + shape.dropFirst()
    let count = try checkedCount(part, as: Element.elementType)
    guard count > 0 else { return [] }
    return try context.attempt(path) {
      try HDF5Library.using(H5Dget_space(handle.id), H5Sclose) { space in
        let start = [hsize_t(rows.lowerBound)] + [hsize_t](repeating: 0, count: shape.count - 1)
        let lengths = part.map { hsize_t($0) }
        try HDF5Library.checked(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nil, lengths, nil))
        return try HDF5Library.using(H5Screate_simple(Int32(part.count), lengths, nil), H5Sclose) { memory in
          try fill(count) { pointer in
            H5Dread(handle.id, Element.elementType.memoryID, memory, space, lethe_H5P_DEFAULT(), pointer)
          }
        }
      }
    }
  }

  // A damaged header can claim any shape; deflate shrinks at most 1032-fold, so the file's size bounds the truth.
  private func checkedCount(_ shape: [Int], as type: HDF5ElementType) throws -> Int {
    guard elementType.fits(in: type) else {
      throw ArchiveError(.wrongType, file: file, object: path, expected: "\(type)", found: "\(elementType)")
    }
    var count = 1
    var overflowed = false
    for length in shape {
      let product = count.multipliedReportingOverflow(by: length)
      count = product.partialValue
      overflowed = overflowed || product.overflow
    }
    let limit = context.isWriting ? Int.max / 8 : 1100 * context.byteCount / max(elementType.byteCount, 1)
    guard !overflowed, count <= limit else {
      throw ArchiveError(.tooLarge, file: file, object: path, found: "shape \(self.shape)")
    }
    return count
  }

  private func fill<Element: HDF5Element>(
    _ count: Int, _ read: (UnsafeMutablePointer<Element>) -> herr_t
  ) throws -> [Element] {
    guard count > 0 else { return [] }
    return try [Element](unsafeUninitializedCapacity: count) { buffer, initialisedCount in
      try HDF5Library.checked(read(buffer.baseAddress!))
      initialisedCount = count
    }
  }
}
