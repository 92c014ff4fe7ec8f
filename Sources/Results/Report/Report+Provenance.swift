import Foundation

extension Report {
  /// What the records themselves say about how they were made, for `provenance`: revisions, machines, seeds, dates,
  /// time and memory.
  public static func provenance(of cells: [CellRecord]) -> [(String, String)] {
    guard let first = cells.map(\.started).min(), let last = cells.map(\.finished).max() else { return [] }
    let machines = cells.map { "\($0.machine.cpu), \($0.machine.cores) cores, \($0.machine.kernels) kernels" }
    let threads = Set(cells.map(\.machine.threads)).sorted().map(String.init).joined(separator: ", ")
    var entries = [
      ("Revision", distinct(cells.map(\.revision))),
      ("Machine", distinct(machines)),
      ("Threads", threads),
      ("Seeds", seedSummary(cells)),
      ("Started", first.formatted(.iso8601)),
      ("Finished", last.formatted(.iso8601)),
      (
        "Computing time",
        Wording.duration(cells.map(\.seconds).reduce(0, +)) + " over \(Wording.count(cells.count, "cell"))"
      ),
    ]
    if let memory = cells.compactMap(\.peakMemoryBytes).max() {
      entries.append(("Peak memory of a cell", Wording.memory(memory)))
    }
    return entries
  }

  private static func distinct(_ values: [String]) -> String {
    Set(values).sorted().joined(separator: "; ")
  }

  private static func seedSummary(_ cells: [CellRecord]) -> String {
    let names = Set(cells.flatMap(\.seeds.keys)).sorted()
    return names.map { name in
      let values = Set(cells.compactMap { $0.seeds[name] }).sorted().map(String.init)
      return "\(name) \(Table.ranges(values))"
    }.joined(separator: "; ")
  }
}

/// Quantities in words.
enum Wording {
  static func duration(_ seconds: Double) -> String {
    if seconds < 9.95 { return NumberFormat.fixed(1).text(seconds) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  static func memory(_ bytes: Int) -> String {
    let mebibytes = Double(bytes) / 1_048_576
    return mebibytes < 1024
      ? NumberFormat.fixed(0).text(mebibytes) + " MiB" : NumberFormat.fixed(1).text(mebibytes / 1024) + " GiB"
  }

  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
