/// What can go wrong with a file: what, where, what was expected and found, how to put it right, and the cause.
///
/// The wording is in `ArchiveError+Wording.swift`; this file holds the facts, so that a program can act on them.
public struct ArchiveError: Error, Hashable, Sendable {
  /// The kind of fault.
  public enum Problem: String, CaseIterable, Sendable {
    // Reading
    case notFound, isFolder, unreadable, notHDF5, truncated, corrupt
    case notOurs, newerVersion, missing, wrongKind, wrongType, wrongShape, wrongValue, tooLarge
    // Writing
    case readOnly, diskFull, alreadyExists, invalidName, writeFailed
  }

  /// The kind of fault.
  public var problem: Problem
  /// Path of the file, as the caller gave it.
  public var file: String
  /// Path of the object inside the file (`train/images`, `state_dict/fc.weight`, `attribute 'mean'`).
  public var object: String?
  /// What should have been there.
  public var expected: String?
  /// What was there.
  public var found: String?
  /// How to put it right; nil takes the problem's usual remedy.
  public var remedy: String?
  /// What the layer below reported (libhdf5, the operating system, zlib).
  public var cause: String?

  /// An error from its facts.
  public init(
    _ problem: Problem, file: String, object: String? = nil, expected: String? = nil, found: String? = nil,
    remedy: String? = nil, cause: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.object = object
    self.expected = expected
    self.found = found
    self.remedy = remedy
    self.cause = cause
  }
}
