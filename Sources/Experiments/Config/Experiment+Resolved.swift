import Results

extension Experiment {
  /// The experiment as data, every default filled in: what a plan and a page show.
  ///
  /// Throws:    `EncodingError`, for a number that JSON cannot hold
  public func resolved() throws -> JSONValue {
    .object([
      "name": .string(name),
      "description": description.map(JSONValue.string) ?? .null,
      "data": try .exact(data),
      "model": try .exact(model),
      "recipe": try .exact(recipe),
      "forget": try forget.map { try .exact(ForgetSpec(request: $0, random: nil)) } ?? .null,
      "seeds": try .exact(seeds),
      "methods": try .exact(methods),
      "evaluate": try .exact(evaluations),
      "recover": try .exact(recoveries),
      "invert": try .exact(inversions),
    ])
  }
}
