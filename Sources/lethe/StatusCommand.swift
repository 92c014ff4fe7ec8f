import ArgumentParser
import Experiments

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show which cells of an experiment are done.")

  @Argument(help: "The experiment's name, or its plan.json.") var name: String
  @OptionGroup var place: PlaceOptions
  @Flag(help: "As JSON.") var json = false

  func run() throws {
    let status = try Session(place.workspace).status(ofExperiment: name)
    print(json ? try status.json() : status.text)
  }
}
