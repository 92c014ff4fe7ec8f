import Foundation

extension ArchiveError: CustomStringConvertible, LocalizedError {
  /// `FILE: what is wrong in 'OBJECT': expected X, found Y; remedy (cause)`.
  public var description: String {
    var text = "\(file): \(sentence)"
    if let object { text += " in '\(object)'" }
    switch (expected, found) {
    case (let expected?, let found?): text += ": expected \(expected), found \(found)"
    case (let expected?, nil): text += ": expected \(expected)"
    case (nil, let found?): text += ": found \(found)"
    case (nil, nil): break
    }
    if let remedy = remedy ?? usualRemedy { text += "; \(remedy)" }
    if let cause { text += " (\(cause))" }
    return text
  }

  /// The same wording, where Foundation asks for it.
  public var errorDescription: String? { description }

  private var sentence: String {
    switch problem {
    case .notFound: "no such file"
    case .isFolder: "is a folder, not a file"
    case .unreadable: "cannot be read"
    case .notHDF5: "not an HDF5 file"
    case .truncated: "the file is cut short"
    case .corrupt: "the content is damaged"
    case .notOurs: "an HDF5 file of another kind"
    case .newerVersion: "written by a newer version of lethe"
    case .missing: "something is missing"
    case .wrongKind: "wrong kind of object"
    case .wrongType: "wrong element type"
    case .wrongShape: "wrong shape"
    case .wrongValue: "impossible value"
    case .tooLarge: "more data than the file can hold"
    case .readOnly: "cannot be written, the destination is read-only"
    case .diskFull: "cannot be written, the disk is full"
    case .alreadyExists: "already exists"
    case .invalidName: "a name that cannot be stored"
    case .writeFailed: "cannot be written"
    }
  }

  private var usualRemedy: String? {
    switch problem {
    case .notFound: "check the path"
    case .isFolder: "give the path of a file"
    case .unreadable: "check its permissions"
    case .notHDF5, .notOurs: "check that this is the file you meant"
    case .truncated, .corrupt: "copy or make the file again"
    case .newerVersion: "update lethe, or make the file again with this version"
    case .missing, .wrongKind, .wrongType, .wrongShape, .wrongValue, .tooLarge: "make the file again"
    case .readOnly: "choose a folder you may write to; nothing was changed"
    case .diskFull: "free some space and run again; nothing was changed"
    case .alreadyExists: "remove it first, or choose another name"
    case .invalidName: "use a non-empty name without '/' or NUL"
    case .writeFailed: "nothing was changed"
    }
  }
}
