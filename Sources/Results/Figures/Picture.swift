/// A picture of floats, brought to bytes.
///
/// Shapes:    bytes [height, width, channelCount], one or three channels
public struct Picture: Equatable, Sendable {
  /// How the pixels of an image lie in memory.
  public enum Layout: Sendable {
    /// [H, W, C]
    case channelsLast
    /// [C, H, W]
    case channelsFirst
  }

  public let height: Int
  public let width: Int
  public let channelCount: Int
  public let bytes: [UInt8]

  /// Brings pixels to bytes: clamped to [0, 1], rounded to the nearest of 256 levels; NaN becomes 0.
  ///
  /// Shapes:    pixels [H, W, C] or [C, H, W], C = 1 or 3
  /// Range:     pixels in [0, 1]
  public init(pixels: [Float], height: Int, width: Int, channelCount: Int, layout: Layout) {
    precondition(channelCount == 1 || channelCount == 3, "a picture has 1 or 3 channels, found \(channelCount)")
    precondition(
      pixels.count == height * width * channelCount,
      "a picture of \(height) × \(width) × \(channelCount) needs \(height * width * channelCount) pixels, "
        + "found \(pixels.count)")
    self.height = height
    self.width = width
    self.channelCount = channelCount
    let area = height * width
    bytes = pixels.indices.map { index in
      // The index walks [H, W, C], the order of a PNG.
      let source =
        switch layout {
        case .channelsLast: index
        case .channelsFirst: index % channelCount * area + index / channelCount
        }
      let value = pixels[source]
      return value.isNaN ? 0 : UInt8((min(max(value, 0), 1) * 255).rounded())
    }
  }

  /// Cuts a batch of pictures.
  ///
  /// Shapes:    batch [N, H, W, C] or [N, C, H, W]
  public static func batch(
    _ pixels: [Float], height: Int, width: Int, channelCount: Int, layout: Layout
  ) -> [Picture] {
    let size = height * width * channelCount
    precondition(size > 0 && pixels.count % size == 0, "\(pixels.count) pixels are not whole pictures of \(size)")
    return stride(from: 0, to: pixels.count, by: size).map { start in
      Picture(
        pixels: Array(pixels[start..<start + size]), height: height, width: width, channelCount: channelCount,
        layout: layout)
    }
  }
}
