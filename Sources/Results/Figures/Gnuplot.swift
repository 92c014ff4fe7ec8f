import Foundation
import Subprocess

/// Draws figures with gnuplot, where there is one.
public struct Gnuplot: Sendable {
  /// The program's name or path.
  public var executable: String

  public init(executable: String = "gnuplot") {
    self.executable = executable
  }

  /// What came of a figure: its pictures, or the reason why there are none.
  public struct Drawing: Equatable, Sendable {
    public var svg: Data?
    public var png: Data?
    /// Why a picture is missing, in words for the reader of the report; nil when all is there.
    public var note: String?
  }

  /// Writes `.dat` and `.gp` into a folder, draws, and moves `.svg` and `.png` beside them.
  ///
  /// A missing or failing gnuplot is no error: the drawing says so, and pictures of an earlier run are removed, since
  /// they would no longer show the data beside them.
  ///
  /// Throws:    `ArchiveError`, for what the file system refuses
  public func draw(_ figure: Figure, in folder: URL) async throws -> Drawing {
    let stem = ReportName.safe(figure.name)
    func file(_ folder: URL, _ type: String) -> URL { folder.appending(path: "\(stem).\(type)") }
    try ResultFile.write(figure.data, to: file(folder, "dat"))
    try ResultFile.write(figure.script, to: file(folder, "gp"))

    // gnuplot writes its output piece by piece: it does so out of sight.
    let workshop = folder.appending(path: ".\(stem)-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: workshop) }
    try ResultFile.write(figure.data, to: file(workshop, "dat"))
    try ResultFile.write(figure.script, to: file(workshop, "gp"))

    let failure = await run("\(stem).gp", in: workshop)
    var drawing = Drawing(svg: nil, png: nil, note: failure)
    for (type, picture) in [("svg", \Drawing.svg), ("png", \Drawing.png)] {
      // A first output may be whole although the second failed, for instance without cairo.
      let data = (try? Data(contentsOf: file(workshop, type))).flatMap { Self.isWhole($0, type) ? $0 : nil }
      drawing[keyPath: picture] = data
      if let data {
        try ResultFile.write(data, to: file(folder, type))
      } else {
        try? FileManager.default.removeItem(at: file(folder, type))
      }
    }
    return drawing
  }

  private static func isWhole(_ data: Data, _ type: String) -> Bool {
    switch type {
    case "svg": String(decoding: data.suffix(16), as: UTF8.self).contains("</svg>")
    default: data.suffix(8).prefix(4) == Data("IEND".utf8)
    }
  }

  /// Runs a script; nil when all went well, otherwise what to tell the reader.
  private func run(_ script: String, in folder: URL) async -> String? {
    let remedy = "install gnuplot and run `gnuplot \(script)` in the figures folder"
    do {
      let program: Executable = executable.contains("/") ? .path(.init(executable)) : .name(executable)
      let result = try await Subprocess.run(
        program, arguments: [script], workingDirectory: .init(folder.path), output: .discarded,
        error: .string(limit: 65_536))
      if result.terminationStatus.isSuccess { return nil }
      let said = result.standardError.split(whereSeparator: \.isNewline)
      let reason = said.last { $0.contains(where: \.isLetter) } ?? "no message"
      return "gnuplot failed on \(script): \(reason.trimmingCharacters(in: .whitespaces))"
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return "not drawn: gnuplot was not found; \(remedy)"
    } catch {
      return "not drawn: gnuplot could not be run (\(error)); \(remedy)"
    }
  }
}
