import CHDF5
import Foundation

/// The one door to libhdf5: a lock, quiet errors, and status codes turned into Swift errors.
enum HDF5Library {
  // libhdf5 takes one global lock itself where it is built thread-safe; where it is not, only ours protects it.
  private static let lock = NSRecursiveLock()

  // Without this, exit() runs libhdf5's own clean-up while other threads may still be inside it. Every file is
  // closed by its handle, so there is nothing left to clean up.
  private static let prepared: Bool = {
    H5dont_atexit()
    return H5open() >= 0
  }()

  /// Runs `body` with libhdf5 to itself.
  static func serialised<Value>(_ body: () throws -> Value) rethrows -> Value {
    lock.lock()
    defer { lock.unlock() }
    _ = prepared
    // The printing switch is kept per thread, and tasks change threads: turn it off each time.
    H5Eset_auto2(lethe_H5E_DEFAULT(), nil, nil)
    return try body()
  }

  /// The status itself, or what libhdf5 recorded when it is negative.
  @discardableResult
  static func checked<Status: SignedInteger>(_ status: Status) throws -> Status {
    if status < 0 { throw HDF5Failure.current() }
    return status
  }

  /// Runs `body` with an identifier that is released afterwards, whatever happens.
  static func using<Value>(
    _ identifier: hid_t, _ release: (hid_t) -> herr_t, _ body: (hid_t) throws -> Value
  ) throws -> Value {
    let identifier = try checked(identifier)
    defer { _ = release(identifier) }
    return try body(identifier)
  }
}

/// What libhdf5's error stack held when a call failed.
struct HDF5Failure: Error {
  /// Innermost first: the first one is the reason, the rest say on whose behalf.
  var messages: [String]

  /// The stack of the calling thread.
  static func current() -> HDF5Failure {
    var messages: [String] = []
    withUnsafeMutablePointer(to: &messages) { pointer in
      _ = H5Ewalk2(
        lethe_H5E_DEFAULT(), H5E_WALK_UPWARD,
        { _, record, context in
          if let text = record?.pointee.desc {
            context!.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
          }
          return 0
        }, pointer)
    }
    return HDF5Failure(messages: messages)
  }

  /// The innermost message: what actually went wrong.
  var reason: String { messages.first.map { "HDF5: \($0)" } ?? "HDF5 gave no reason" }

  /// The number after `key = ` in any message, such as the length a cut file should have.
  func number(after key: String) -> Int? {
    for message in messages {
      if let range = message.range(of: "\(key) = ") {
        return Int(message[range.upperBound...].prefix { $0.isNumber })
      }
    }
    return nil
  }
}
