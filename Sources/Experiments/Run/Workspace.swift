import Foundation

/// Where an experiment lives on disk.
///
/// A cell is computed in `results/cells/.partial/<id>/` and renamed to `results/cells/<id>/` when it is whole, so that
/// a directory under its own name is always complete.
public struct Workspace: Sendable {
  public let results: URL
  /// Where configs look for dataset files first.
  public let data: URL

  public init(results: URL = URL(fileURLWithPath: "results"), data: URL = URL(fileURLWithPath: "data")) {
    self.results = results
    self.data = data
  }

  public var cells: URL { results.appending(path: "cells") }
  public func cell(_ id: String) -> URL { cells.appending(path: id) }
  public func partial(_ id: String) -> URL { cells.appending(path: ".partial").appending(path: id) }
  public func experiment(_ name: String) -> URL { results.appending(path: name) }
  public func plan(_ name: String) -> URL { experiment(name).appending(path: "plan.json") }
}
