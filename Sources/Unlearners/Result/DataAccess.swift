/// The sets that a task is made of.
public enum DataPart: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  case forget, retain, validation, test
  /// Training samples that belong to none of these, such as those of an earlier request. No method is handed any.
  case other
}

/// What a method read of one set.
public struct DataAccess: Equatable, Codable, Sendable {
  /// Samples in the set.
  public let size: Int
  /// Different samples read, in whatever way.
  public let samples: Int
  /// Samples in batches that a gradient was taken of, every repetition counted: once a gradient, whatever passes
  /// through other networks beside it.
  public let gradientVisits: Int
  /// Samples passed through a network without one: to choose labels or masks, or to decide when to stop.
  public let readings: Int

  /// How often a sample of the set was read, on average, in whatever way.
  ///
  /// Range:     at least 0; 0 for an empty set
  public var passes: Double { size == 0 ? 0 : Double(gradientVisits + readings) / Double(size) }

  private enum CodingKeys: String, CodingKey {
    case size, samples, readings
    case gradientVisits = "gradient_visits"
  }
}
