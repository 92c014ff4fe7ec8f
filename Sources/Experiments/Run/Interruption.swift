import Foundation
import Synchronization

/// The run was asked to stop (SIGINT, SIGTERM); what is finished is kept, and running again goes on.
public struct Interrupted: Error, Equatable, Sendable, CustomStringConvertible {
  public init() {}
  public var description: String { "interrupted" }
}

/// Whether the process was asked to stop. A second signal ends it at once.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Catches SIGINT and SIGTERM from now on.
  public static func install() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.requested.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Throws:    `Interrupted` when a stop was asked for
  public static func check() throws {
    if requested.load(ordering: .relaxed) { throw Interrupted() }
  }
}
