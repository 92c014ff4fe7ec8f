import Results
import Testing

@testable import Experiments

/// The located tree: kinds of scalars, places, merges, and texts that are not YAML.
@Suite struct ConfigYAMLTests {
  private func tree(_ text: String) throws -> ConfigNode {
    let report = ConfigReport()
    report.sources.add(text, path: "t.yaml")
    let node = ConfigNode.parse(text, report: report, place: { .file(path: "t.yaml", line: $0, column: $1) })
    try report.check()
    return try #require(node)
  }

  @Test(arguments: [
    ("1e-3", JSONValue.number(0.001)), ("-5", .integer(-5)), ("0.10", .number(0.1)), (".5", .number(0.5)),
    ("3.", .number(3)), ("true", .bool(true)), ("yes", .string("yes")), ("null", .null), ("~", .null), ("", .null),
    ("'3'", .string("3")), ("\"true\"", .string("true")), ("0..4", .string("0..4")), ("0x10", .string("0x10")),
    ("inf", .string("inf")), ("1.2.3", .string("1.2.3")), ("2024-01-01", .string("2024-01-01")),
    ("99999999999999999999", .number(1e20)),
  ]) func scalars(text: String, value: JSONValue) throws {
    #expect(try tree("a: \(text)")["a"]?.json == value || tree("a:\n  \(text)")["a"]?.json == value)
  }

  @Test func placesOfKeysAndValues() throws {
    let entry = try #require(try tree("a: 1\nouter:\n  inner:   [x,\n    y]\n")["outer"]?.entries?.first)
    #expect(entry.keyLocation == .file(path: "t.yaml", line: 3, column: 3))
    #expect(entry.value.location == .file(path: "t.yaml", line: 3, column: 12))
    #expect(entry.value.elements?[1].location == .file(path: "t.yaml", line: 4, column: 5))
  }

  @Test func anchorsAndMerges() throws {
    let text = "base: &b {x: 1, y: 2}\nnext: {<<: *b, y: 3}\nboth: {<<: [{x: 8}, *b], z: 9}\nsame: *b\n"
    let root = try tree(text)
    #expect(root["next"]?.json == .object(["x": 1, "y": 3].mapValues(JSONValue.integer)))
    #expect(root["both"]?.json == .object(["x": 8, "y": 2, "z": 9].mapValues(JSONValue.integer)))
    #expect(root["same"]?.json == root["base"]?.json)
    // A merged value keeps the place where it was written.
    #expect(root["next"]?["x"]?.location == .file(path: "t.yaml", line: 1, column: 14))
  }

  @Test func anchorsThatExplodeAreRefused() {
    var text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
    for level in 1...6 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    #expect(complaint(text).contains("too many values: anchors expand to more than 100,000"))
  }

  @Test func duplicateKeys() {
    #expect(
      complaint("name: a\ndata: glyphs\nname: b\n") == """
        x.yaml:1:1: error: the key 'name' is given twice in one mapping — keep one
        name: a
        ^
        """)
  }

  @Test func notYAML() {
    #expect(
      complaint("name: [a, b\ndata: glyphs\n").hasPrefix("x.yaml:2:5: error: not readable as YAML: did not find"))
    #expect(firstLine("a: 1\n\tb: 2\n").hasPrefix("x.yaml:2:1: error: not readable as YAML: found a tab"))
    #expect(firstLine("a: *none\n") == "x.yaml:1:4: error: not readable as YAML: found undefined alias")
    #expect(
      complaint("a: !!int '3'\n").contains("\nx.yaml:1:4: error: tags such as 'tag:yaml.org,2002:int' are not"))
    #expect(complaint("a: {<<: 3}\n").contains("\nx.yaml:1:9: error: '<<' merges a mapping, found 3\n"))
    #expect(
      firstLine("just words\n")
        == "x.yaml:1:1: error: expected a mapping with keys such as 'data' and 'model', found the string 'just words'")
    #expect(
      firstLine("") == "x.yaml:1:1: error: expected a mapping with keys such as 'data' and 'model', found nothing")
    #expect(firstLine("a: 1\n---\nb: 2\n").contains("but found another document"))
  }

  @Test func theCaretStandsUnderTabsAndWideText() {
    let text = "# ünïcode\nname: \"ä\"\nmodel: {name: convnet,\tdepht: 3}"
    #expect(
      complaint(text).contains("\nmodel: {name: convnet,\tdepht: 3}\n                      \t^"))
  }
}
