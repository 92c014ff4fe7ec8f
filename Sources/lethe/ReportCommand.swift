import ArgumentParser
import Experiments
import Foundation
import Results

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write tables, figures and the page again from the records.",
    discussion: "Needs no checkpoint; what is not finished shows as a hole with its reason.")

  @Argument(help: "The experiment's name, or its plan.json.") var name: String
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    let session = Session(place.workspace)
    let written = try await session.report(try session.frozenPlan(name))
    for table in written.tables { print(table.text(width: Terminal.width) + "\n") }
    print(written.index.path)
  }
}
