/// File stems made from names.
enum ReportName {
  /// The name with everything but letters, digits, `-`, `_` and `.` replaced, safe in any file system, script and
  /// LaTeX label; never hidden, never empty.
  static func safe(_ name: String) -> String {
    let characters = name.map { character -> Character in
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      return isPlain || "-_.".contains(character) ? character : "-"
    }
    let stem = String(String(characters).drop { $0 == "." })
    return stem.isEmpty ? "unnamed" : stem
  }
}
