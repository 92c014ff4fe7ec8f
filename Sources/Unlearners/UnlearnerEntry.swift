import Foundation
import Learning

/// A method with its type erased: one line of the registry.
public struct UnlearnerEntry: Sendable {
  public let name: String
  public let version: Int
  public let optionsType: any ConfigOptions.Type
  public let searchSpace: [SearchRange]
  private let makeUnlearner: @Sendable ([String: OptionValue]) throws -> any Unlearner

  public init<Method: Unlearner>(_ type: Method.Type) {
    name = Method.name
    version = Method.version
    optionsType = Method.Options.self
    searchSpace = Method.searchSpace
    makeUnlearner = { try Method(options: Method.Options(overlaying: $0)) }
  }

  /// The method with its default options overlaid by some values.
  ///
  /// Throws:    `LearningError.options` listing every unknown key and every value out of range
  public func make(_ values: [String: OptionValue] = [:]) throws -> any Unlearner { try makeUnlearner(values) }

  /// The same from a JSON object, such as the options of a plan.
  ///
  /// Throws:    also `DecodingError` when this is no flat JSON object
  public func make(json: Data) throws -> any Unlearner {
    try make(JSONDecoder().decode([String: OptionValue].self, from: json))
  }
}
