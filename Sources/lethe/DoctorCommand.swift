import ArgumentParser
import Experiments

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Show what this machine offers: kernels, threads, gnuplot, datasets.")

  @OptionGroup var place: PlaceOptions

  func run() throws { print(Doctor(place.workspace).text) }
}
