import ArgumentParser
import Experiments

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show a cell's record, or what an HDF5 file of ours holds.")

  @Argument(help: "A cell's id, or a file.") var what: String
  @OptionGroup var place: PlaceOptions

  func run() throws { print(try Session(place.workspace).inspect(what)) }
}
