import CHDF5
import Foundation

extension HDF5File {
  /// Makes a file: `body` fills its root group, then the whole file appears at `url` or nothing does.
  ///
  /// The file is put together in memory and written by `AtomicFile`. libhdf5 never touches the disk: when a disk
  /// fills up under it, it can neither flush nor close the file, and may crash at exit. The price is memory for one
  /// copy of the (compressed) file while it is made. Equal content gives equal bytes: no times are stored.
  ///
  /// Throws: what `body` throws; `ArchiveError` when the file cannot be written; an earlier file then stays.
  public static func write(to url: URL, _ body: (HDF5Group) throws -> Void) throws {
    let context = try HDF5Library.serialised {
      do {
        return try memoryContext(describing: url.path)
      } catch let failure as HDF5Failure {
        throw ArchiveError(.writeFailed, file: url.path, cause: failure.reason)
      }
    }
    defer { context.close() }
    try body(HDF5Group.root(of: context))
    let image = try context.attempt(nil) { try memoryImage(of: context) }
    try HDF5Trailer.make(for: image).withUnsafeBytes { try AtomicFile.write([image, $0], to: url) }
  }

  private static func memoryContext(describing path: String) throws -> HDF5Context {
    try HDF5Library.using(H5Pcreate(lethe_H5P_FILE_ACCESS()), H5Pclose) { access in
      try HDF5Library.checked(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG))
      try HDF5Library.checked(H5Pset_fapl_core(access, 4 << 20, false))
      return try HDF5Library.using(H5Pcreate(lethe_H5P_FILE_CREATE()), H5Pclose) { creation in
        try HDF5Library.checked(H5Pset_obj_track_times(creation, false))
        try HDF5Library.checked(H5Pset_link_creation_order(creation, lethe_H5P_CRT_ORDER()))
        try HDF5Library.checked(H5Pset_attr_creation_order(creation, lethe_H5P_CRT_ORDER()))
        // The in-memory driver would first load an existing file of this name; none can exist below a device.
        let name = "/dev/null/\(UUID().uuidString)"
        let id = try HDF5Library.checked(H5Fcreate(name, lethe_H5F_ACC_TRUNC(), creation, access))
        return HDF5Context(identifier: id, file: path, byteCount: 0, isWriting: true)
      }
    }
  }

  /// The finished file's bytes, in libhdf5's own buffer: valid until the file is closed or changed.
  private static func memoryImage(of context: HDF5Context) throws -> UnsafeRawBufferPointer {
    try HDF5Library.checked(H5Fflush(context.id, H5F_SCOPE_GLOBAL))
    let byteCount = try HDF5Library.checked(H5Fget_file_image(context.id, nil, 0))
    var handle: UnsafeMutableRawPointer?
    try HDF5Library.checked(H5Fget_vfd_handle(context.id, lethe_H5P_DEFAULT(), &handle))
    // The driver hands out the address of its buffer's address.
    let buffer = handle!.assumingMemoryBound(to: UnsafeMutableRawPointer.self).pointee
    return UnsafeRawBufferPointer(start: buffer, count: byteCount)
  }
}
