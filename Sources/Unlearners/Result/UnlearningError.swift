import Foundation

/// What a task can ask of a method that it cannot do.
public enum UnlearningError: Error, Equatable, Sendable {
  /// Sharing the first weights was asked for, but nobody knows the stream that drew the original's.
  case originalInitialisationUnknown(method: String)
  /// There is no label other than the true one.
  case noOtherLabel(method: String, classCount: Int)
}

extension UnlearningError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  public var description: String {
    switch self {
    case .originalInitialisationUnknown(let method):
      return "'\(method)': 'share-initialisation' needs the stream that drew the original's first weights, and the "
        + "original was not trained here; set it to false"
    case .noOtherLabel(let method, let classCount):
      return "'\(method)': with \(classCount) class there is no label other than the true one; "
        + "set 'true-label' to allowed"
    }
  }
}
