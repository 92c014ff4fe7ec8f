import Foundation

/// The lines of a `metrics.jsonl`: one JSON object for each step that a cell logged.
public struct MetricLog: Sendable {
  /// The file name of the log in its cell's directory.
  public static let fileName = "metrics.jsonl"

  public let lines: [[String: MetricValue]]

  /// Reads a log. A last line cut short by a killed run is left out; a bad line before it is an error.
  ///
  /// Throws:    `RecordError`
  public init(contentsOf file: URL) throws(RecordError) {
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw .unreadable(file: file.path, cause: error.localizedDescription)
    }
    let texts = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    var lines: [[String: MetricValue]] = []
    for (index, text) in texts.enumerated() {
      do {
        lines.append(try JSONDecoder().decode([String: MetricValue].self, from: Data(text)))
      } catch {
        let isCutShort = index == texts.count - 1 && data.last != UInt8(ascii: "\n")
        if isCutShort { break }
        throw .corrupt(file: file.path, detail: "line \(index + 1): \(RecordError.detail(of: error))")
      }
    }
    self.lines = lines
  }

  /// One line as a cell writes it, newline included; numbers that are not finite are written as undefined.
  public static func line(_ values: [String: MetricValue]) -> String {
    // Strings and finite numbers only: encoding cannot fail.
    let data = (try? ResultsJSON.encoder(compact: true).encode(values)) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The curve of `y` against `x` over the lines that hold both; undefined values are holes.
  public func series(_ y: String, against x: String) -> Series {
    let points = lines.compactMap { line -> (Double, Double?)? in
      guard let position = line[x]?.number, let value = line[y] else { return nil }
      return (position, value.number)
    }
    return Series(name: y, xLabel: x, x: points.map(\.0), y: points.map(\.1))
  }
}
