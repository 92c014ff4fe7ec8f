import Learning

/// How the training set is divided: what is held out of everything, then what is to be forgotten of the rest.
///
/// A random stream is here only where one is read, so that forgetting classes does not depend on the split seed.
public struct SplitSpec: Codable, Equatable, Sendable {
  public var validation: ValidationSpec?
  public var forget: ForgetSpec?

  public init(validation: ValidationSpec? = nil, forget: ForgetSpec? = nil) {
    self.validation = validation
    self.forget = forget
  }
}

/// A fraction of every class, held out.
public struct ValidationSpec: Codable, Equatable, Sendable {
  public var fraction: Double
  public var random: StreamSpec

  public init(fraction: Double, random: StreamSpec) {
    self.fraction = fraction
    self.random = random
  }
}

/// A forget request with the stream that a random one draws from.
///
/// In JSON as in a config: `{"kind": "class", "classes": [0]}`, `{"kind": "random", "fraction": 0.1, "random": …}`,
/// `{"kind": "random", "count": 500, "random": …}`, `{"kind": "indices", "indices": [17]}`.
public struct ForgetSpec: Equatable, Sendable {
  public var request: ForgetRequest
  public var random: StreamSpec?

  public init(request: ForgetRequest, random: StreamSpec? = nil) {
    self.request = request
    self.random = random
  }
}

extension ForgetSpec: Codable {
  private enum CodingKeys: String, CodingKey { case kind, classes, fraction, count, indices, random }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    random = try values.decodeIfPresent(StreamSpec.self, forKey: .random)
    switch try values.decode(String.self, forKey: .kind) {
    case "class": request = .classes(try values.decode([Int].self, forKey: .classes))
    case "indices": request = .positions(try values.decode([Int].self, forKey: .indices))
    case "random" where values.contains(.count): request = .count(try values.decode(Int.self, forKey: .count))
    case "random": request = .fraction(try values.decode(Double.self, forKey: .fraction))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "expected class, random or indices, found '\(other)'")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch request {
    case .classes(let classes):
      try values.encode("class", forKey: .kind)
      try values.encode(classes, forKey: .classes)
    case .positions(let positions):
      try values.encode("indices", forKey: .kind)
      try values.encode(positions, forKey: .indices)
    case .fraction(let fraction):
      try values.encode("random", forKey: .kind)
      try values.encode(fraction, forKey: .fraction)
    case .count(let count):
      try values.encode("random", forKey: .kind)
      try values.encode(count, forKey: .count)
    }
    if let random { try values.encode(random, forKey: .random) }
  }
}
