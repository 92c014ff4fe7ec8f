import Foundation
import Learning
import Testing
import Unlearners

@testable import Experiments

/// The methods' pages: those that the program holds are those of docs/methods, and they say what the code does.
@Suite struct MethodPageTests {
  @Test func theProgramHoldsThePages() throws {
    let folder = RegistryTests.root.appending(path: "docs/methods")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" }
    var pages: [String: String] = [:]
    for file in files {
      pages[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
    }
    #expect(Set(pages.keys) == Set(MethodPages.texts.keys), "run `make method-pages`")
    for (name, text) in pages { #expect(MethodPages.texts[name] == text, "\(name): run `make method-pages`") }
  }

  @Test(arguments: Registry.unlearners.map(\.name)) func essentialsAreThere(_ name: String) throws {
    let page = try #require(MethodPage(name))
    #expect(page.summary.count > 20 && !page.summary.contains("|"))
    #expect(page.source != nil, "\(name).md has no paragraph 'Source: …'")
    let cost = try #require(page.cost, "\(name).md has no paragraph 'Cost: …'")
    #expect(cost.contains("eads "), "\(name).md: 'Cost' does not say what is read")
  }

  /// Every option stands in the page, or in the one it refers to, with the default that the code has.
  @Test(arguments: Registry.unlearners.map(\.name)) func optionsAreOnThePage(_ name: String) throws {
    let page = try #require(MethodPage(name)), inherited = page.others.flatMap { MethodPage($0) }
    for (key, value) in try Registry.unlearner(name).optionsType.defaults() {
      let listed = page.options.first { $0.name == key } ?? inherited?.options.first { $0.name == key }
      let option = try #require(listed, "\(name).md does not list '\(key)'")
      #expect(Self.agrees(option.defaultText, value), "\(name).md: '\(key)' is \(value), not \(option.defaultText)")
    }
    for option in page.options {
      #expect(
        try Registry.unlearner(name).optionsType.defaults()[option.name] != nil, "\(name) has no '\(option.name)'")
    }
  }

  /// Nothing is claimed of a default that is left to the recipe or to a variant: the page says it in words.
  private static func agrees(_ text: String, _ value: OptionValue) -> Bool {
    switch value {
    case .null: return Double(text) == nil
    case .bool(let flag): return text == "\(flag)"
    case .string(let word): return text == word
    case .integer, .number: return Double(text) == value.asNumber
    case .list: return text == value.description
    }
  }

  @Test func aPageIsTakenApart() {
    let page = MethodPage(
      text: """
        # m

        Learns **nothing** and
        [forgets](x.md) all. Known as M.

        | option | default | range | source |
        |---|---|---|---|
        | `a`, `b` | [1, 2], `word` | | paper |
        | `c` | by variant: 1, 2 | 0…1 | [code](y.md), v. 2 |
        | `d` | 3 | | the same |
        | all others | as in [other](other.md) | | |

        Source: A and B (2020).

        Cost: one pass.
        Reads labels.

        """)
    #expect(page.summary == "Learns nothing and forgets all.")
    #expect(page.source == "A and B (2020)." && page.cost == "one pass. Reads labels." && page.others == "other")
    #expect(
      page.options == [
        .init(name: "a", defaultText: "[1, 2]", source: "paper"),
        .init(name: "b", defaultText: "word", source: "paper"),
        .init(name: "c", defaultText: "by variant: 1, 2", source: "code, v. 2"),
        .init(name: "d", defaultText: "3", source: "code, v. 2"),
      ])
  }

  @Test func aMethodIsShown() throws {
    let lines = try Registry().showMethod("scrub").components(separatedBy: "\n")
    #expect(lines[0] == "scrub, version \(Scrub.version)")
    #expect(
      lines[2]
        == "A student that leaves its teacher, the original, on the forget set, and stays with it on the retain set."
    )
    #expect(lines.contains { $0.hasPrefix("source  Kurmanji et al.") })
    #expect(lines.contains { $0.hasPrefix("cost    epochs × retain") && $0.hasSuffix("only to rewind.") })
    func option(_ name: String) -> [String] {
      lines.first { $0.hasPrefix(name + " ") }?.components(separatedBy: "  ").filter { !$0.isEmpty }
        .map { $0.trimmingCharacters(in: .whitespaces) } ?? []
    }
    #expect(option("alpha") == ["alpha", "0.001", "a number from 0.0 to 1000.0", "large-scale notebook (CIFAR-10)"])
    // From the page that this one refers to.
    #expect(option("momentum").last == "Unlearn-Saliency (finetune)")
    #expect(throws: DatasetError.self) { try Registry().showMethod("scrubb") }
    let list = Registry().summariseMethods().components(separatedBy: "\n")
    #expect(list.count == Registry.unlearners.count)
    #expect(list.contains { $0.hasPrefix("finetune ") && $0.contains("  Goes on training the original") })
  }
}
