import ArgumentParser
import Experiments
import Foundation

@main struct Lethe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lethe",
    abstract: "Attack and evaluate machine unlearning.",
    discussion: """
      Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 some cells failed, 64 wrong usage, \
      65 an error in a config or its data, 75 interrupted (run again to go on).
      """,
    version: "lethe 0.1.0",
    subcommands: [
      RunCommand.self, PlanCommand.self, TuneCommand.self, StatusCommand.self, ReportCommand.self,
      InspectCommand.self, MethodsCommand.self, DataCommand.self, DoctorCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      // Help, version and errors of the command line itself are the parser's to word.
      guard exitCode(for: error) == .failure, !(error is ExitCode) else { exit(withError: error) }
      let status = ExitStatus(error)
      FileHandle.standardError.write(Data("\(status.message)\n".utf8))
      Foundation.exit(status.code)
    }
  }
}

/// What an error of the program means to the shell.
struct ExitStatus {
  let code: Int32
  let message: String

  init(_ error: any Error) {
    guard !(error is Interrupted) else {
      code = 75
      message = "interrupted; finished cells are kept, run the same command to go on"
      return
    }
    code = 65
    let text = "\(error)"
    // Located config errors carry the word already.
    message = text.contains("error:") ? text : "error: \(text)"
  }
}
