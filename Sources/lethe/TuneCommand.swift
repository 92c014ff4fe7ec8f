import ArgumentParser
import Experiments
import Foundation
import Results

struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune", abstract: "Search the options of every method of an experiment with the same budget.",
    discussion: """
      Chooses by held-out samples ('data.validation') and writes tables and a sheet for `recipe: tuned` under \
      results/NAME/tuning. With --sensitivity, sweeps options one at a time and draws figures instead. An interrupted \
      search goes on where it was.
      """)

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup var place: PlaceOptions
  @Flag(help: "Sweep options one at a time: results/NAME/sensitivity.") var sensitivity = false
  @Option(
    help: ArgumentHelp(
      "Write the sheet here too, such as experiments/_groups/tuned/mnist-convnet.yaml.", valueName: "file"))
  var sheet: String?
  @Option(help: "Kernel threads; never changes a number.") var threads: Int?
  @Flag(name: .shortAndLong, help: "No progress.") var quiet = false
  @Flag(help: "The tables as CSV on stdout.") var csv = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, found \(threads)") }
    if sensitivity, sheet != nil { throw ValidationError("--sensitivity chooses nothing, and writes no --sheet") }
  }

  func run() async throws {
    Interruption.install()
    let session = Session(place.workspace, quiet: quiet)
    let experiment = try experiment.load()
    if sensitivity {
      let written = try await session.write(session.sensitivity(experiment, threads: threads))
      show(written.tables)
      return print(written.index.path)
    }
    let tuning = try session.tune(experiment, threads: threads)
    let written = try await session.write(tuning, sheet: sheet)
    show(written.tables)
    print(written.sheet.path)
    print(written.index.path)
    // A trial that diverges is what a search is for; a method without any is a failure.
    guard tuning.failed.isEmpty else { throw ExitCode(1) }
  }

  private func show(_ tables: [Table]) {
    for table in tables { print(csv ? table.csv() : table.text(width: Terminal.width) + "\n") }
  }
}
