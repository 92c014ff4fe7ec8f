import Foundation

/// What can go wrong with a dataset's official files: what, where, what was expected and found, and how to put it
/// right. Files that cannot be opened at all give an `ArchiveError`.
public struct ImportError: Error, Hashable, Sendable {
  /// The kind of fault.
  public enum Problem: String, CaseIterable, Sendable {
    case missingFile, badCompression, badHeader, truncated, trailingBytes, wrongImageSize, countMismatch
    case badLabel, badList, otherDataset
  }

  /// The kind of fault.
  public var problem: Problem
  /// Path of the file or folder.
  public var file: String
  /// What should have been there.
  public var expected: String?
  /// What was there.
  public var found: String?
  /// How to put it right; nil takes the problem's usual remedy.
  public var remedy: String?

  /// An error from its facts.
  public init(
    _ problem: Problem, file: String, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }
}

extension ImportError: CustomStringConvertible, LocalizedError {
  /// `FILE: what is wrong: expected X, found Y; remedy`.
  public var description: String {
    var text = "\(file): \(sentence)"
    switch (expected, found) {
    case (let expected?, let found?): text += ": expected \(expected), found \(found)"
    case (let expected?, nil): text += ": expected \(expected)"
    case (nil, let found?): text += ": \(found)"
    case (nil, nil): break
    }
    return text + "; \(remedy ?? usualRemedy)"
  }

  /// The same wording, where Foundation asks for it.
  public var errorDescription: String? { description }

  private var sentence: String {
    switch problem {
    case .missingFile: "a file of the dataset is missing"
    case .badCompression: "cannot be unpacked"
    case .badHeader: "not a file of this format"
    case .truncated: "the file is cut short"
    case .trailingBytes: "the file is longer than its header says"
    case .wrongImageSize: "images of another size"
    case .countMismatch: "counts do not agree"
    case .badLabel: "impossible label"
    case .badList: "the list of absent records cannot be read"
    case .otherDataset: "files of another dataset"
    }
  }

  private var usualRemedy: String {
    switch problem {
    case .missingFile: "put the official files in this folder, with their official names"
    case .badCompression, .truncated, .trailingBytes: "download or copy the file again"
    case .badHeader, .wrongImageSize, .badLabel: "check that this is the file you meant"
    case .countMismatch: "check that the files belong together"
    case .badList: "write 'file,record,label' first, then one such line a record"
    case .otherDataset: "check the folder"
    }
  }
}
