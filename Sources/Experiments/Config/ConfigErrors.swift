/// One thing wrong with an experiment, and where.
public struct ConfigProblem: Hashable, Sendable, CustomStringConvertible {
  public var location: SourceLocation
  public var message: String
  /// The source line with a caret; nil where there is none to show.
  public var excerpt: String?

  public var description: String {
    (["\(location): error: \(message)"] + (excerpt.map { [$0] } ?? [])).joined(separator: "\n")
  }
}

/// Everything wrong with an experiment: a user sees all of it at once.
public struct ConfigErrors: Error, Sendable, CustomStringConvertible {
  public var problems: [ConfigProblem]

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Collects problems while an experiment is read, so that reading goes on after the first.
final class ConfigReport {
  var sources = SourceMap()
  private(set) var problems: [ConfigProblem] = []

  init(sources: SourceMap = SourceMap()) { self.sources = sources }

  func add(_ message: String, at location: SourceLocation) {
    let problem = ConfigProblem(location: location, message: message, excerpt: sources.excerpt(at: location))
    // A value reached twice, through an anchor or an attack that repeats a method, is one problem.
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// Throws:    `ConfigErrors` when there was a problem, in the order of the sources
  func check() throws(ConfigErrors) {
    guard !problems.isEmpty else { return }
    let sorted = problems.enumerated().sorted { a, b in
      if sources.precedes(a.element.location, b.element.location) { return true }
      if sources.precedes(b.element.location, a.element.location) { return false }
      return a.offset < b.offset
    }
    throw ConfigErrors(problems: sorted.map(\.element))
  }
}
