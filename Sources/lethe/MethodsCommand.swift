import ArgumentParser
import Experiments

struct MethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods", abstract: "List unlearning methods, or show one: what it does, its options and defaults.",
    subcommands: [ListCommand.self, ShowCommand.self], defaultSubcommand: ListCommand.self)

  struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the methods with a sentence each, or one method's options.")

    @Argument(help: "A method's name.") var name: String?

    func run() throws {
      let registry = Registry()
      print(try name.map(registry.describeMethod) ?? registry.summariseMethods())
    }
  }

  struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a method: what it does, its source, what it reads, its options.")

    @Argument(help: "A method's name.") var name: String

    func run() throws { print(try Registry().showMethod(name)) }
  }
}
