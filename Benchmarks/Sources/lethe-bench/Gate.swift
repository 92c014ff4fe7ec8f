import Foundation

/// Lets a workload run only in its turns, and keeps time.
///
/// Reads commands from stdin and answers each with a line of JSON:
///   (at the start)  → {"ready": true}      the set-up is done
///   run K           → {"seconds": […]}     K repetitions, each timed
///   quit            → {"peak_bytes": …}    the resident high-water mark and `facts`; the workload ends
/// Between turns the process waits in a read, so that others may be measured.
final class Gate {
  private let clock = ContinuousClock()
  private var begin: ContinuousClock.Instant
  private var remaining = 0
  private var seconds: [Double] = []
  /// What else the workload has to say at the end, such as what it computed.
  var facts: [String: Any] = [:]

  init() { begin = clock.now }

  /// Says that the set-up is done, and returns when the first turn begins.
  func open() throws {
    answer(["ready": true])
    try waitForTurn()
  }

  /// Ends a repetition; the next one begins when this returns.
  ///
  /// Throws:    `TurnsEnded` when there is no next one
  func repetitionEnded() throws {
    let now = clock.now
    seconds.append((now - begin) / .seconds(1))
    remaining -= 1
    if remaining == 0 {
      answer(["seconds": seconds])
      try waitForTurn()
    } else {
      begin = now
    }
  }

  private func waitForTurn() throws {
    guard let line = readLine() else { throw TurnsEnded() }
    let words = line.split(separator: " ")
    if words.count == 2, words[0] == "run", let count = Int(words[1]), count > 0 {
      remaining = count
      seconds.removeAll(keepingCapacity: true)
      begin = clock.now
      return
    }
    guard line == "quit" else { throw UsageError("'\(line)' is neither 'run COUNT' nor 'quit'") }
    facts["peak_bytes"] = try ResidentMemory.peakBytes()
    answer(facts)
    throw TurnsEnded()
  }
}

/// Not a failure: the last turn is over.
struct TurnsEnded: Error {}

/// Writes one line of JSON at once.
func answer(_ content: [String: Any]) {
  // Dictionaries of numbers, strings and arrays of them always encode.
  let line = try! JSONSerialization.data(withJSONObject: content, options: [.sortedKeys])
  FileHandle.standardOutput.write(line + Data("\n".utf8))
}
