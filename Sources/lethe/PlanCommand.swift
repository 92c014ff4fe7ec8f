import ArgumentParser
import Experiments

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show the cells of an experiment without running them.")

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup var place: PlaceOptions
  @Flag(help: "The whole plan as JSON.") var json = false

  func run() throws {
    let plan = try Session(place.workspace).plan(experiment.load())
    if json { return print(try plan.text()) }
    for cell in plan.cells {
      let inputs = cell.inputs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.id)" }
      print(cell.id + (inputs.isEmpty ? "" : "  ← " + inputs.joined(separator: ", ")))
    }
    print("\(plan.cells.count) cells")
  }
}
