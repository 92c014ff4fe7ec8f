import Learning
import TensorCore

/// The space in which the images are optimised: pixels minus the mean over the standard deviation of each channel.
///
/// The network takes [0, 1] pixels and normalises inside. Published step lengths and total-variation weights are for
/// normalised images, so the attack moves there; its box is the image of [0, 1].
struct PixelSpace {
  private let mean: Tensor
  private let std: Tensor
  /// Bounds of each channel.
  let lower: [Float]
  let upper: [Float]

  init(_ normalisation: Normalisation) {
    mean = Tensor(normalisation.mean, shape: [normalisation.mean.count])
    std = Tensor(normalisation.std, shape: [normalisation.std.count])
    lower = zip(normalisation.mean, normalisation.std).map { (0 - $0) / $1 }
    upper = zip(normalisation.mean, normalisation.std).map { (1 - $0) / $1 }
  }

  /// Normalised images as pixels. Shapes: [N, H, W, C] → [N, H, W, C]. Gradient: any order
  func pixels(_ images: Tensor) -> Tensor { images * std + mean }

  /// Pixels as normalised images. Shapes: [N, H, W, C] → [N, H, W, C]
  func normalised(_ pixels: Tensor) -> Tensor { (pixels - mean) / std }

  /// Moves every value of normalised images into its channel's box, in place.
  func project(_ images: Tensor) {
    let channels = lower.count
    images.withMutableFloats { values in
      for position in stride(from: 0, to: values.count, by: channels) {
        for channel in 0..<channels {
          // A NaN compares false both ways and stays, to be found by the caller.
          if values[position + channel] < lower[channel] { values[position + channel] = lower[channel] }
          if values[position + channel] > upper[channel] { values[position + channel] = upper[channel] }
        }
      }
    }
  }
}
