import ArgumentParser
import Experiments
import Foundation

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Import, draw and inspect dataset files.",
    subcommands: [ImportCommand.self, GenerateCommand.self, InfoCommand.self])

  struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Make a dataset file from a dataset's official files.")

    @Argument(help: "mnist, fashion-mnist, cifar10 or cifar100.") var dataset: String
    @Option(help: ArgumentHelp("Folder of the official files; $LETHE_DATA when left out.", valueName: "folder"))
    var from: String?
    @Option(help: ArgumentHelp("The file to write; data/<dataset>.h5 when left out.", valueName: "file"))
    var to: String?
    @OptionGroup var place: PlaceOptions

    func run() throws {
      print(try Session(place.workspace).importDataset(dataset, from: from, to: to))
    }
  }

  struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "generate", abstract: "Draw the embedded dataset into a file.")

    @Option(help: "gray28 or color32.") var variant = "gray28"
    @Option(help: "The seed it is drawn from.") var seed = 1
    @Option(help: ArgumentHelp("The file to write; data/glyphs.h5 when left out.", valueName: "file")) var to: String?
    @OptionGroup var place: PlaceOptions

    func run() throws { print(try Session(place.workspace).generate(variant: variant, seed: seed, to: to)) }
  }

  struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "info", abstract: "Show what a dataset file holds.")

    @Argument(help: "A dataset file.", completion: .file()) var file: String

    func run() throws { print(try Session.describeDataset(file)) }
  }
}
