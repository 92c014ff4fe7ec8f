import ArgumentParser
import Experiments
import Foundation
import Results

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run an experiment and write its report.",
    discussion: "Cells that are there already are not computed again; an interrupted run goes on where it was.")

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup var place: PlaceOptions
  @Option(help: "Kernel threads; never changes a number.") var threads: Int?
  @Flag(name: .shortAndLong, help: "No progress.") var quiet = false
  @Flag(help: "The tables as CSV on stdout.") var csv = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, found \(threads)") }
  }

  func run() async throws {
    Interruption.install()
    let session = Session(place.workspace, quiet: quiet)
    let plan = try session.plan(experiment.load())
    let outcome = try session.run(plan, threads: threads)
    let written = try await session.report(plan)
    for table in written.tables { print(csv ? table.csv() : table.text(width: Terminal.width) + "\n") }
    print(written.index.path)
    guard outcome.failed.isEmpty else { throw ExitCode(1) }
  }
}
