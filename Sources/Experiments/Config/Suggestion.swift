/// "Did you mean": the nearest of the known names to what a user wrote.
public enum Suggestion {
  /// The known name nearest to `word`; nil when none is near.
  ///
  /// Near means about one edit in three letters, after case and separators are folded; or the initials of a name
  /// of several words, as in `lr` for `learning-rate`.
  public static func nearest(to word: String, in names: some Sequence<String>) -> String? {
    let target = folded(word)
    guard !target.isEmpty else { return nil }
    let sorted = names.sorted()
    let ranked = sorted.map { (name: $0, distance: distance(target, folded($0))) }
    if let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= max(1, (target.count + 1) / 3),
      best.distance < max(target.count, 2)
    {
      return best.name
    }
    return sorted.first { target.count > 1 && initials($0) == target }
  }

  /// `— did you mean 'x'?` when a name is near, else `— <noun>: a, b, c`; nothing when no name is known.
  static func remedy(for word: String, in names: some Sequence<String>, noun: String) -> String {
    if let name = nearest(to: word, in: names) { return " — did you mean '\(name)'?" }
    let known = names.sorted()
    return known.isEmpty ? "" : " — \(noun): \(known.joined(separator: ", "))"
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
  ///
  /// Source:    Damerau 1964, Levenshtein 1966; the restricted form, in which no piece is edited twice
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i]
      for j in 1...b.count {
        let replacement = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var best = min(replacement, previous[j] + 1, current[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, before[j - 2] + 1) }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous[b.count]
  }

  private static func folded(_ word: String) -> [Character] {
    Array(word.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
  }

  private static func initials(_ name: String) -> [Character] {
    name.lowercased().split { $0 == "-" || $0 == "_" }.compactMap(\.first)
  }
}
