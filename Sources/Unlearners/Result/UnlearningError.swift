import Foundation

/// What a task can ask of a method that it cannot do.
public enum UnlearningError: Error, Equatable, Sendable {
  /// Sharing the first weights was asked for, but nobody knows the stream that drew the original's.
  /// `option` asked for it, `instead` does not.
  case originalInitialisationUnknown(method: String, option: String, instead: String)
  /// There is no label other than the true one; `instead` is a setting of the method that needs none.
  case noOtherLabel(method: String, classCount: Int, instead: String)
  /// The network has fewer blocks before its head than are to be changed.
  case tooFewBlocks(method: String, asked: Int, architecture: String, blocks: [String])
  /// Something is to be measured on held-out samples of the forgotten classes, and there are none.
  case noValidation(method: String, key: String)
  /// Something holds the forget set against held-out samples, and its labels are not the dataset's, as theirs are.
  case foreignLabels(method: String, key: String)
  /// The method forgets whole classes, and samples are to be forgotten.
  case forgetsOnlyClasses(method: String)
}

extension UnlearningError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  public var description: String {
    switch self {
    case .originalInitialisationUnknown(let method, let option, let instead):
      return "'\(method)': '\(option)' needs the stream that drew the original's first weights, and the original was "
        + "not trained here; set '\(instead)'"
    case .noOtherLabel(let method, let classCount, let instead):
      return "'\(method)': with \(classCount) class there is no label other than the true one; set '\(instead)'"
    case .tooFewBlocks(let method, let asked, let architecture, let blocks):
      return "'\(method)': 'k' is \(asked), and '\(architecture)' has \(blocks.count) "
        + (blocks.count == 1 ? "block" : "blocks") + " before its head"
        + (blocks.isEmpty ? "" : " (\(blocks.joined(separator: ", ")))")
    case .noValidation(let method, let key):
      return "'\(method)': '\(key)' needs held-out samples of the forgotten classes; set "
        + "'data.validation', or leave '\(key)' off"
    case .foreignLabels(let method, let key):
      return "'\(method)': '\(key)' holds the forget set against held-out samples, whose labels are the dataset's, and "
        + "its own are not; leave '\(key)' off"
    case .forgetsOnlyClasses(let method):
      return "'\(method)': it forgets whole classes, and the request is not by class; set 'forget.kind' to class, or "
        + "take another method"
    }
  }
}
