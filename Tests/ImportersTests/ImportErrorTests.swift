import Importers
import Testing

@Suite("Import errors") struct ImportErrorTests {
  static let wordings: [(ImportError, String)] = [
    (
      ImportError(.missingFile, file: "d", expected: "train.bin"),
      "d: a file of the dataset is missing: expected train.bin; "
        + "put the official files in this folder, with their official names"
    ),
    (
      ImportError(.badCompression, file: "a.gz", found: "the compressed data ends too early"),
      "a.gz: cannot be unpacked: the compressed data ends too early; download or copy the file again"
    ),
    (
      ImportError(.badHeader, file: "a", expected: "magic 2051", found: "magic 7"),
      "a: not a file of this format: expected magic 2051, found magic 7; check that this is the file you meant"
    ),
    (
      ImportError(.truncated, file: "a", expected: "16 bytes", found: "15"),
      "a: the file is cut short: expected 16 bytes, found 15; download or copy the file again"
    ),
    (
      ImportError(.trailingBytes, file: "a", expected: "16 bytes", found: "17"),
      "a: the file is longer than its header says: expected 16 bytes, found 17; download or copy the file again"
    ),
    (
      ImportError(.wrongImageSize, file: "a", expected: "28x28", found: "32x32"),
      "a: images of another size: expected 28x28, found 32x32; check that this is the file you meant"
    ),
    (
      ImportError(.countMismatch, file: "a", expected: "3 labels", found: "2"),
      "a: counts do not agree: expected 3 labels, found 2; check that the files belong together"
    ),
    (
      ImportError(.badLabel, file: "a", expected: "0 to 9", found: "10 in record 4"),
      "a: impossible label: expected 0 to 9, found 10 in record 4; check that this is the file you meant"
    ),
    (
      ImportError(.badList, file: "a.csv", found: "line 3"),
      "a.csv: the list of absent records cannot be read: line 3; "
        + "write 'file,record,label' first, then one such line a record"
    ),
    (
      ImportError(.otherDataset, file: "a", expected: "MNIST", found: "Fashion-MNIST"),
      "a: files of another dataset: expected MNIST, found Fashion-MNIST; check the folder"
    ),
  ]

  @Test("wording", arguments: wordings)
  func wording(error: ImportError, expected: String) {
    #expect(error.description == expected)
    #expect(error.localizedDescription == expected)
  }

  @Test("every problem has a tested wording")
  func complete() { #expect(Set(Self.wordings.map(\.0.problem)) == Set(ImportError.Problem.allCases)) }

  @Test("a remedy of its own replaces the usual one")
  func remedy() {
    #expect(ImportError(.badLabel, file: "a", remedy: "look").description == "a: impossible label; look")
  }
}
