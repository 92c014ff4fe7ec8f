import ArgumentParser
import Experiments

struct MethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods", abstract: "List unlearning methods, or one method's options and their defaults.")

  @Argument(help: "A method's name.") var name: String?

  func run() throws {
    let registry = Registry()
    print(try name.map(registry.describeMethod) ?? registry.listMethods())
  }
}
