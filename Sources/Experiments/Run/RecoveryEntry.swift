import Learning
import RecoveryAttack
import Results

/// A recovery variant with its type erased: one line of the registry.
public struct RecoveryEntry: Sendable {
  public let name: String
  public let version: Int
  public let optionsType: any ConfigOptions.Type
  let make: @Sendable (JSONValue) throws -> any RecoveryVariant

  init<Variant: RecoveryVariant>(_ type: Variant.Type) {
    name = Variant.name
    version = Variant.version
    optionsType = Variant.Options.self
    make = { Variant(options: try $0.decoded(as: Variant.Options.self)) }
  }
}
