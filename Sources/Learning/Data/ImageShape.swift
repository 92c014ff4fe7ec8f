/// The size of one image, without a batch axis.
public struct ImageShape: Equatable, Hashable, Sendable, Codable, CustomStringConvertible {
  public let channels: Int
  public let height: Int
  public let width: Int

  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Values in one image.
  public var count: Int { channels * height * width }

  public var description: String { "\(channels)x\(height)x\(width)" }
}

/// Per-channel constants that a network applies to [0, 1] pixels before its first layer.
///
/// They are part of the network, not buffers of it, so that attacks act in pixel space.
public struct Normalisation: Equatable, Sendable, Codable {
  public let mean: [Float]
  public let std: [Float]

  public init(mean: [Float], std: [Float]) {
    self.mean = mean
    self.std = std
  }

  /// Leaves pixels as they are.
  public static func identity(channels: Int) -> Normalisation {
    Normalisation(
      mean: [Float](repeating: 0, count: channels), std: [Float](repeating: 1, count: channels))
  }

  var isIdentity: Bool { mean.allSatisfy { $0 == 0 } && std.allSatisfy { $0 == 1 } }
}
