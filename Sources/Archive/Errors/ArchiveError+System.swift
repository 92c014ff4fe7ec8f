import Foundation

extension ArchiveError {
  /// The error for a failed system call while reading `file`.
  static func reading(_ file: String, errno code: Int32) -> ArchiveError {
    let problem: Problem =
      switch code {
      case ENOENT, ENOTDIR: .notFound
      case EISDIR: .isFolder
      default: .unreadable
      }
    // "No such file or directory" would only repeat the sentence.
    return ArchiveError(problem, file: file, cause: problem == .unreadable ? systemMessage(code) : nil)
  }

  /// The error for a failed system call while writing `file`.
  static func writing(_ file: String, errno code: Int32) -> ArchiveError {
    switch code {
    case ENOSPC, EDQUOT: ArchiveError(.diskFull, file: file, cause: systemMessage(code))
    case EROFS, EACCES, EPERM: ArchiveError(.readOnly, file: file, cause: systemMessage(code))
    case EISDIR: ArchiveError(.isFolder, file: file)
    case ENOENT, ENOTDIR:
      ArchiveError(.writeFailed, file: file, remedy: "make its folder first", cause: systemMessage(code))
    default: ArchiveError(.writeFailed, file: file, cause: systemMessage(code))
    }
  }

  private static func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
}
