/// How the training set is divided: what is held out of everything, then what is to be forgotten of the rest.
///
/// A random stream is here only where one is read, so that forgetting classes does not depend on the split seed.
public struct SplitSpec: Codable, Equatable, Sendable {
  public var validation: ValidationSpec?
  /// Nil where every sample keeps its label.
  public var noise: LabelNoiseSpec?
  /// Requests that were carried out before, in their order: their samples are in no set any more.
  public var earlier: [ForgetSpec]
  public var forget: ForgetSpec?

  public init(
    validation: ValidationSpec? = nil, noise: LabelNoiseSpec? = nil, earlier: [ForgetSpec] = [],
    forget: ForgetSpec? = nil
  ) {
    self.validation = validation
    self.noise = noise
    self.earlier = earlier
    self.forget = forget
  }

  private enum CodingKeys: String, CodingKey { case validation, noise, earlier, forget }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    validation = try values.decodeIfPresent(ValidationSpec.self, forKey: .validation)
    noise = try values.decodeIfPresent(LabelNoiseSpec.self, forKey: .noise)
    earlier = try values.decodeIfPresent([ForgetSpec].self, forKey: .earlier) ?? []
    forget = try values.decodeIfPresent(ForgetSpec.self, forKey: .forget)
  }

  /// As it always was where there is neither noise nor an earlier request: a key more, even with null, would change
  /// every id.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(validation, forKey: .validation)
    if let noise { try values.encode(noise, forKey: .noise) }
    if !earlier.isEmpty { try values.encode(earlier, forKey: .earlier) }
    try values.encodeIfPresent(forget, forKey: .forget)
  }

  /// Whether the forget set depends on what the original says.
  var readsOriginal: Bool { forget?.request.readsOriginal ?? false }
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

/// A fraction of what is trained on, under labels of other classes.
public struct LabelNoiseSpec: Codable, Equatable, Sendable {
  public var fraction: Double
  /// Parent of `samples` and `labels`.
  public var random: StreamSpec

  public init(fraction: Double, random: StreamSpec) {
    self.fraction = fraction
    self.random = random
  }
}
