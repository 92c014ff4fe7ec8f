import ArgumentParser
import Experiments
import Foundation

/// Where things lie, for every command that reads or writes results.
struct PlaceOptions: ParsableArguments {
  @Option(help: "Folder of cells and reports.") var results = "results"
  @Option(help: "Folder of dataset files.") var data = "data"

  var workspace: Workspace {
    Workspace(results: URL(fileURLWithPath: results), data: URL(fileURLWithPath: data))
  }
}

/// An experiment file with what the command line changes in it.
struct ExperimentOptions: ParsableArguments {
  @Argument(help: "The experiment file, such as experiments/quickstart.yaml.", completion: .file()) var file: String
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Override a key: --set recipe.epochs=3. May be repeated.", valueName: "key=value"))
  var overrides: [String] = []

  func load() throws -> Experiment {
    try Experiment.load(path: file, overrides: overrides, catalogue: Registry())
  }
}
