import TensorCore

/// The largest value of each window; windows that would cross the edge are dropped.
///
/// Shapes:    x [N, H, W, C] → [N, (H − size)/stride + 1, (W − size)/stride + 1, C]
public struct MaxPool: Layer {
  public let size: Int
  public let stride: Int

  /// A stride of nil is the window's size.
  public init(_ size: Int, stride: Int? = nil) {
    self.size = size
    self.stride = stride ?? size
  }

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { x.maxPooled(size: size, stride: stride) }

  /// The maps' size behind the pool.
  func output(of maps: ImageShape, channels: Int? = nil) -> ImageShape {
    ImageShape(
      channels: channels ?? maps.channels, height: (maps.height - size) / stride + 1,
      width: (maps.width - size) / stride + 1)
  }
}

/// The mean of each window.
///
/// Shapes:    x [N, H, W, C] → [N, (H − size)/stride + 1, (W − size)/stride + 1, C]
public struct AveragePool: Layer {
  public let size: Int
  public let stride: Int

  public init(_ size: Int, stride: Int? = nil) {
    self.size = size
    self.stride = stride ?? size
  }

  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { x.averagePooled(size: size, stride: stride) }
}

/// The mean of each map.
///
/// Shapes:    x [N, H, W, C] → [N, C]
public struct GlobalAveragePool: Layer {
  public init() {}
  public func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { x.globalAveragePooled() }
}
