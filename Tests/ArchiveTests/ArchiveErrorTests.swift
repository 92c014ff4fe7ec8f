import Archive
import Testing

@Suite("Archive errors") struct ArchiveErrorTests {
  static let wordings: [(ArchiveError, String)] = [
    (ArchiveError(.notFound, file: "a.h5"), "a.h5: no such file; check the path"),
    (ArchiveError(.isFolder, file: "a"), "a: is a folder, not a file; give the path of a file"),
    (
      ArchiveError(.unreadable, file: "a.h5", cause: "Permission denied"),
      "a.h5: cannot be read; check its permissions (Permission denied)"
    ),
    (
      ArchiveError(.notHDF5, file: "a.h5", expected: "an HDF5 signature", found: "9 bytes without one"),
      "a.h5: not an HDF5 file: expected an HDF5 signature, found 9 bytes without one; "
        + "check that this is the file you meant"
    ),
    (
      ArchiveError(.truncated, file: "a.h5", expected: "2048 bytes", found: "100"),
      "a.h5: the file is cut short: expected 2048 bytes, found 100; copy or make the file again"
    ),
    (
      ArchiveError(.corrupt, file: "a.h5", object: "train/images", cause: "HDF5: bad checksum"),
      "a.h5: the content is damaged in 'train/images'; copy or make the file again (HDF5: bad checksum)"
    ),
    (
      ArchiveError(
        .notOurs, file: "a.h5", object: "attribute format", expected: "'lethe.dataset'", found: "no such attribute"),
      "a.h5: an HDF5 file of another kind in 'attribute format': expected 'lethe.dataset', found no such attribute; "
        + "check that this is the file you meant"
    ),
    (
      ArchiveError(.newerVersion, file: "a.h5", expected: "at most 1", found: "2"),
      "a.h5: written by a newer version of lethe: expected at most 1, found 2; "
        + "update lethe, or make the file again with this version"
    ),
    (
      ArchiveError(.missing, file: "a.h5", object: "test/labels", expected: "a dataset"),
      "a.h5: something is missing in 'test/labels': expected a dataset; make the file again"
    ),
    (
      ArchiveError(.wrongKind, file: "a.h5", object: "train", expected: "a group", found: "a dataset"),
      "a.h5: wrong kind of object in 'train': expected a group, found a dataset; make the file again"
    ),
    (
      ArchiveError(.wrongType, file: "a.h5", object: "x", expected: "float32", found: "int64"),
      "a.h5: wrong element type in 'x': expected float32, found int64; make the file again"
    ),
    (
      ArchiveError(.wrongShape, file: "a.h5", object: "x", expected: "[3]", found: "[4]", remedy: "import it again"),
      "a.h5: wrong shape in 'x': expected [3], found [4]; import it again"
    ),
    (
      ArchiveError(.wrongValue, file: "a.h5", object: "x", found: "-1"),
      "a.h5: impossible value in 'x': found -1; make the file again"
    ),
    (
      ArchiveError(.tooLarge, file: "a.h5", object: "x", found: "shape [99]"),
      "a.h5: more data than the file can hold in 'x': found shape [99]; make the file again"
    ),
    (
      ArchiveError(.readOnly, file: "a.h5", cause: "Read-only file system"),
      "a.h5: cannot be written, the destination is read-only; choose a folder you may write to; "
        + "nothing was changed (Read-only file system)"
    ),
    (
      ArchiveError(.diskFull, file: "a.h5", cause: "No space left on device"),
      "a.h5: cannot be written, the disk is full; free some space and run again; "
        + "nothing was changed (No space left on device)"
    ),
    (
      ArchiveError(.alreadyExists, file: "cells/a"),
      "cells/a: already exists; remove it first, or choose another name"
    ),
    (
      ArchiveError(.invalidName, file: "a.h5", object: "a/b"),
      "a.h5: a name that cannot be stored in 'a/b'; use a non-empty name without '/' or NUL"
    ),
    (
      ArchiveError(.writeFailed, file: "a.h5", cause: "Input/output error"),
      "a.h5: cannot be written; nothing was changed (Input/output error)"
    ),
  ]

  @Test("wording", arguments: wordings)
  func wording(error: ArchiveError, expected: String) {
    #expect(error.description == expected)
    #expect(error.localizedDescription == expected)
  }

  @Test("every problem has a tested wording")
  func complete() {
    #expect(Set(Self.wordings.map(\.0.problem)) == Set(ArchiveError.Problem.allCases))
  }
}
